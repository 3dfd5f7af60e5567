using System.Diagnostics;
using System.Globalization;

namespace Fuzz;

/// <summary>
/// Gives one target inputs for a while: those that are kept, then changed ones; an input that runs what none before it ran is changed
/// further.
/// </summary>
/// <param name="target">Takes them.</param>
/// <param name="coverage">Of all code that is instrumented.</param>
/// <param name="inputs">The folder of inputs that are kept.</param>
/// <param name="findings">The folder where an input goes that found something.</param>
internal sealed class Campaign(Target target, Coverage coverage, string inputs, string findings)
{
    private const long AllocatedBytesMax = 1L << 29;

    /// <summary>An input is small, so that nothing takes longer, however busy the machine is.</summary>
    private static readonly TimeSpan InputTimeMax = TimeSpan.FromSeconds(60);

    private readonly List<byte[]> _corpus = [];
    private int _found;

    /// <summary>How many inputs were tried.</summary>
    public long Tried { get; private set; }

    /// <summary>Runs it.</summary>
    /// <param name="time">How long.</param>
    /// <param name="seed">Draws the changes.</param>
    /// <returns>How many inputs found something.</returns>
    public int Run(TimeSpan time, int seed)
    {
        var start = Stopwatch.GetTimestamp();
        var random = new Random(seed);
        var mutation = new Mutation(random, target.Words);
        foreach (var path in Directory.GetFiles(inputs).Order(StringComparer.Ordinal))
            Try(File.ReadAllBytes(path), isKept: true);
        if (_corpus.Count == 0)
            throw new InvalidOperationException($"found no input in {inputs}");
        while (Stopwatch.GetElapsedTime(start) < time && _found == 0)
            Try(mutation.Of(_corpus[random.Next(_corpus.Count)], _corpus[random.Next(_corpus.Count)]), isKept: false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{target.Name}: {Tried} inputs, {_corpus.Count} of them kept for what they ran, {coverage.Count} branches so far in all, {_found} findings"));
        return _found;
    }

    private void Try(byte[] input, bool isKept)
    {
        Tried++;
        coverage.Clear();
        if (Problem(input) is { } problem)
        {
            _found++;
            Keep(input, problem);
        }
        if (coverage.TakeNew() || isKept)
            _corpus.Add(input);
    }

    /// <summary>What an input brought about that it must not; null otherwise.</summary>
    private string? Problem(byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        // whatever does not return ends the process, with the input on the disk
        using var watch = new Timer(_ =>
        {
            Keep(input, $"does not end within {InputTimeMax.TotalSeconds} s");
            Environment.Exit(1);
        }, null, InputTimeMax, Timeout.InfiniteTimeSpan);
        try
        {
            target.Run(input);
        }
        catch (Exception exception) when (Target.IsExpected(exception))
        {
            // an error that tells the user what is wrong
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= AllocatedBytesMax ? null : $"{allocated} bytes allocated for an input of {input.Length}";
    }

    private void Keep(byte[] input, string problem)
    {
        Directory.CreateDirectory(findings);
        var path = Path.Combine(findings, $"{target.Name}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(path, input);
        Console.WriteLine($"FOUND by {path}: {problem}");
    }
}
