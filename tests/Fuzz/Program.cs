using System.Globalization;
using Fuzz;

// fuzz SECONDS SEED INPUTS FINDINGS [TARGET...]
if (args.Length < 4)
{
    Console.Error.WriteLine("usage: fuzz SECONDS SEED INPUTS FINDINGS [TARGET...]; scripts/fuzz-test.sh runs it");
    return 2;
}
var (seconds, seed, inputs, findings) = (
    double.Parse(args[0], CultureInfo.InvariantCulture), int.Parse(args[1], CultureInfo.InvariantCulture), args[2], args[3]);
// before any code that is instrumented, which counts in its memory
var coverage = new Coverage();
using var scratch = new Scratch();
Target[] targets = [.. Targets.All(scratch).Where(target => args.Length == 4 || args[4..].Contains(target.Name))];
if (targets.Length == 0)
{
    Console.Error.WriteLine($"found no target {string.Join(' ', args[4..])}, expected some of {string.Join(", ", Targets.All(scratch).Select(target => target.Name))}");
    return 2;
}
var found = targets.Sum(target => new Campaign(target, coverage, Path.Combine(inputs, target.Name), findings).Run(TimeSpan.FromSeconds(seconds / targets.Length), seed));
if (coverage.Count == 0)
{
    Console.Error.WriteLine("found no instrumented code: scripts/fuzz-test.sh instruments it");
    return 2;
}
return found == 0 ? 0 : 1;
