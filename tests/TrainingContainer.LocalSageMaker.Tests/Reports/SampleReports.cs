using System.Globalization;
using TrainingContainer.LocalSageMaker.Reports;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Tests.Reports;

/// <summary>Contents of reports that are the same every time.</summary>
internal static class SampleReports
{
    public const string Metric = "validation:accuracy";

    private static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A tuning job with every kind of axis: two of its jobs were stopped early, one failed, one still runs, two were interrupted.</summary>
    public static ReportContent Tuning(int jobs = 12) => new()
    {
        Name = "digits-tuning",
        Kind = "Hyperparameter tuning job",
        Status = "InProgress",
        Time = Start.AddMinutes((6 * jobs) + 2),
        Facts = [new("Strategy", "Bayesian"), new("Objective", $"Maximize {Metric}"), new("Limits", $"{jobs} jobs, 3 at a time"), new("Early stopping", "Auto")],
        Objective = new ReportObjective(Metric, ObjectiveType.Maximize),
        Parameters =
        [
            ReportParameter.Of(new ContinuousParameterRange("learning_rate", 1e-4, 0.1, ParameterScaling.Logarithmic)),
            ReportParameter.Of(new CategoricalParameterRange("optimizer", ["adam", "sgd", "rmsprop"])),
            ReportParameter.Of(new IntegerParameterRange("batch_size", 16, 256, ParameterScaling.Linear)),
            ReportParameter.Of(new ContinuousParameterRange("dropout", 0, 0.5)),
            ReportParameter.Of(new ContinuousParameterRange("momentum", 0.5, 0.999, ParameterScaling.ReverseLogarithmic)),
        ],
        Jobs = [.. Enumerable.Range(1, jobs).Select(number => Trial(number, number == jobs))],
    };

    /// <summary>A Spot job of so many interruptions with three metrics.</summary>
    public static ReportContent Spot(int interruptions = 3)
    {
        var job = Job("digits-spot", Start, 40 * (interruptions + 1), interruptions) with
        {
            Metrics =
            [
                Curve("train:loss", Start, 120, epoch => 2.3 * Math.Exp(-epoch / 25.0)),
                Curve("validation:loss", Start, 120, epoch => (2.2 * Math.Exp(-epoch / 30.0)) + (0.0004 * epoch)),
                Curve(Metric, Start, 120, epoch => 0.98 - (0.9 * Math.Exp(-epoch / 12.0))),
            ],
        };
        return new ReportContent { Name = job.Name, Kind = "Training job", Status = job.Status, Time = Start.AddHours(1), Jobs = [job] };
    }

    /// <summary>A curve with a value a second.</summary>
    public static ReportSeries Curve(string name, DateTimeOffset start, int count, Func<int, double> value) =>
        new(name, [.. Enumerable.Range(1, count).Select(epoch => new ReportPoint(epoch, start.AddSeconds(10 + epoch), (float)value(epoch)))]);

    /// <summary>A completed job whose attempts are equally long.</summary>
    public static ReportJob Job(string name, DateTimeOffset start, double seconds, int interruptions = 0)
    {
        var transitions = new List<StatusTransition>();
        var now = start;
        void Add(string status, double length)
        {
            transitions.Add(new StatusTransition(status, now, now.AddSeconds(length), ""));
            now = now.AddSeconds(length);
        }

        for (var attempt = 0; attempt <= interruptions; attempt++)
        {
            Add(JobStatus.Starting, 4);
            Add(JobStatus.Downloading, 3);
            Add(JobStatus.Training, seconds / (interruptions + 1));
            if (attempt < interruptions) Add(JobStatus.Interrupted, 2);
        }

        Add(JobStatus.Uploading, 3);
        Add(JobStatus.Completed, 0);
        return new ReportJob
        {
            Name = name,
            Status = JobStatus.Completed,
            CreationTime = start,
            StartTime = start.AddSeconds(4),
            EndTime = now,
            Transitions = transitions,
            Interruptions = interruptions,
            TrainingSeconds = (int)seconds,
            BillableSeconds = (int)(interruptions > 0 ? seconds * 0.3 : seconds),
        };
    }

    private static ReportJob Trial(int number, bool isRunning)
    {
        var start = Start.AddMinutes(6 * ((number - 1) / 3 * 3)).AddSeconds(number * 5);
        var (quality, minutes) = (0.5 + (0.48 * (1 - Math.Exp(-(((number * 7) % 12) + 1) / 4.0))), 9 + (number * 5 % 7));
        var isEarly = number is 5 or 8;
        var job = Job($"digits-tuning-{number:D3}-3f2a91c7", start, minutes * 60 * (isEarly ? 0.4 : 1), number is 3 or 10 ? 2 : 0) with
        {
            IsEarlyStopped = isEarly,
            HyperParameters = new Dictionary<string, string>
            {
                ["learning_rate"] = string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, -4 + (number * 0.71 % 3)):0.#####}"),
                ["optimizer"] = ((string[])["adam", "sgd", "rmsprop"])[number % 3],
                ["batch_size"] = $"{16 + (number * 53 % 240)}",
                ["dropout"] = string.Create(CultureInfo.InvariantCulture, $"{number * 0.17 % 0.5:0.##}"),
                ["momentum"] = string.Create(CultureInfo.InvariantCulture, $"{1 - (0.5 * Math.Pow(0.002, number * 0.37 % 1)):0.####}"),
            },
            ObjectiveMetric = Metric,
            Metrics = [Curve(Metric, start, isEarly ? 12 : 30, epoch => quality - ((quality - 0.1) * Math.Exp(-epoch / 6.0)))],
        };
        return number switch
        {
            6 => job with { Status = JobStatus.Failed, Metrics = [], FailureReason = "AlgorithmError: hyperparameter hidden_layers: found \"[0]\", expected integers from 1. Fix: leave it out, exit code: 1" },
            _ when isRunning => job with { Status = JobStatus.InProgress, EndTime = null, Transitions = [.. job.Transitions.Take(2), job.Transitions[2] with { EndTime = null }] },
            _ => job with { Status = isEarly ? JobStatus.Stopped : JobStatus.Completed, FinalObjective = job.Metrics[0].Last.Value },
        };
    }
}
