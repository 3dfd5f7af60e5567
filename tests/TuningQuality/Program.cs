using System.Diagnostics;
using System.Globalization;
using TuningQuality;

int seeds = 30;
string only = "", output = "";
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--seeds" when i + 1 < args.Length: seeds = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
        case "--only" when i + 1 < args.Length: only = args[++i]; break;
        case "--output" when i + 1 < args.Length: output = args[++i]; break;
        default:
            Console.Error.WriteLine("usage: TuningQuality [--seeds 30] [--only PART_OF_A_PROBLEM'S_NAME] [--output FILE.md]");
            return 2;
    }
}

var results = new List<(Problem, IReadOnlyList<Score>)>();
foreach (var problem in AllProblems.Make().Where(problem => problem.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
{
    long start = Stopwatch.GetTimestamp();
    results.Add((problem, Scoring.Score(problem, seeds)));
    Console.Error.WriteLine($"{problem.Name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
}

string report = Report.Write(results, seeds);
Console.Write(report);
if (output.Length > 0)
    File.WriteAllText(output, report);
return 0;
