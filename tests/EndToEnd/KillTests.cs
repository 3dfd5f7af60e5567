using System.Globalization;
using TrainingContainer.Data;
using TrainingContainer.Training;

namespace EndToEnd;

/// <summary>
/// The proof of exact resume: the built program is killed with SIGKILL at random moments and at the worst ones, started again until it
/// is done, and ends with the bytes of a run that nobody interrupted. scripts/kill-test.sh does it a thousand times.
/// </summary>
public sealed class KillTests
{
    /// <summary>Kills per job; 75 for the five of them unless scripts/kill-test.sh asks for more.</summary>
    private static readonly int Kills = Asked("KILL_TEST_KILLS", 75) / 5;
    private static readonly long Seed = Asked("KILL_TEST_SEED", 20261121);

    private const int KillsPerJobMax = 6;

    private static readonly TimeSpan StartUpMax = TimeSpan.FromSeconds(0.4);

    private static readonly (string, string)[] Mlp =
        [("hidden_layers", "[64]"), ("dropout", "0.2"), ("epochs", "250"), ("threads", "1"), ("checkpoint_interval", "500ba"), ("deterministic", "true")];

    private static readonly (string, string)[] Cnn =
        [("model", "cnn"), ("input_shape", "[1,8,8]"), ("convolution_channels", "[8]"), ("hidden_layers", "[32]"), ("batch_normalization", "true"),
            ("epochs", "60"), ("schedule", "cosine"), ("threads", "1"), ("checkpoint_interval", "60ba")];

    private static readonly (string, string)[] Streamed =
        [("hidden_layers", "[64]"), ("dropout", "0.2"), ("epochs", "60"), ("threads", "1"), ("checkpoint_interval", "40ba"), ("batch_size", "16"),
            ("memory_budget", "0"), ("shuffle_buffer", "500")];

    public static TheoryData<string, (string, string)[]> Jobs => new()
    {
        { "mlp", Mlp },
        { "mlp, stopped early", [.. Mlp, ("early_stopping_patience", "120"), ("objective_metric", "validation:loss"), ("learning_rate", "0.003")] },
        { "cnn", Cnn },
        { "cnn, stopped early", [.. Cnn, ("early_stopping_patience", "25"), ("optimizer", "sgd"), ("momentum", "0.9"), ("learning_rate", "0.01"), ("checkpoint_interval", "30ba")] },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public void KilledAtRandomMoments_EndsWithTheSameBytes(string name, (string, string)[] hyperparameters) => KillAtRandomMoments(name, hyperparameters, isPiped: false);

    [Fact]
    public void KilledAtRandomMomentsOfStreams_EndsWithTheSameBytes() => KillAtRandomMoments("streams", Streamed, isPiped: true);

    private static void KillAtRandomMoments(string name, (string, string)[] hyperparameters, bool isPiped)
    {
        using var whole = new InterruptedJob(hyperparameters, isPiped);
        whole.Run().ShouldBeTrue();
        var expected = whole.Result();

        var (jobs, kills, runs, resumes) = (0, 0, 0, 0);
        for (; kills < Kills; jobs++)
        {
            using var job = new InterruptedJob(hyperparameters, isPiped);
            var killed = 0;
            for (; ; runs++)
            {
                // the first as soon as there is a checkpoint; then one in six within the start-up, the others while it trains
                var (clock, max) = killed == 0 ? (KillClock.Checkpoint, TimeSpan.Zero)
                    : Draw(name, runs, 0) < 1.0 / 6 ? (KillClock.Process, StartUpMax)
                    : (KillClock.FirstStep, whole.TrainingTime / 2);
                if (job.Run(killed < KillsPerJobMax && kills < Kills ? Draw(name, runs, 1) * max : null, clock))
                    break;
                (killed, kills) = (killed + 1, kills + 1);
            }
            job.Resumed.Any().ShouldBe(killed > 0, "kills before the first checkpoint prove nothing");
            resumes += job.Resumed.Count();
            job.ShouldEqual(expected, $"{name}, seed {Seed}, {kills} kills");
        }
        TestContext.Current.SendDiagnosticMessage($"{name}: {kills} kills of {jobs} jobs in {runs} runs, {resumes} times resumed from a checkpoint, all ended with the same bytes; {whole.TrainingTime.TotalSeconds:0.0} s of training each");
    }

    [Theory]
    [InlineData(nameof(FaultPoint.Writing), 60)]
    [InlineData(nameof(FaultPoint.BeforeSync), 2)]
    [InlineData(nameof(FaultPoint.BeforeRename), 2)]
    [InlineData(nameof(FaultPoint.AfterRename), 2)]
    [InlineData(nameof(FaultPoint.Deleting), 1)]
    public void KilledWithinACheckpoint_EndsWithTheSameBytes(string point, int time)
    {
        using var whole = new InterruptedJob(Cnn);
        whole.Run().ShouldBeTrue();
        using var job = new InterruptedJob(Cnn);
        AtFault(job, "kill-at-fault", point, time);
        job.Run().ShouldBeFalse($"it never came to {point} for the {time}th time");
        job.Job.Variable(StartupHook.Variable, "");
        job.Run().ShouldBeTrue();
        job.Resumed.Count().ShouldBe(1);
        job.ShouldEqual(whole.Result(), "after the fault");
        Directory.GetFiles(job.Job.PathOf("checkpoints"), ".*").ShouldBeEmpty("what the killed run left is removed");
    }

    [Fact]
    public void DiskFullInACheckpoint_TrainsToTheSameEnd()
    {
        using var whole = new InterruptedJob(Cnn);
        whole.Run().ShouldBeTrue();
        using var job = new InterruptedJob(Cnn);
        AtFault(job, "disk-full-at-fault", nameof(FaultPoint.Writing), 4);
        job.Run().ShouldBeTrue();
        job.Log.ShouldContain(line => line.Contains("WRN a checkpoint could not be written: No space left on device"));
        job.ShouldEqual(whole.Result(), "after the fault");
    }

    private static void AtFault(InterruptedJob job, string what, string point, int time) => job.Job
        .Variable("DOTNET_STARTUP_HOOKS", typeof(KillTests).Assembly.Location)
        .Variable(StartupHook.Variable, what)
        .Variable(StartupHook.FaultVariable, string.Create(CultureInfo.InvariantCulture, $"{point} {time}"));

    /// <summary>In [0, 1), the same for the same seed.</summary>
    private static double Draw(string name, int run, int which)
    {
        var stream = name.Aggregate(0L, (hash, letter) => (hash * 31) + letter);
        return new KeyedRandom(RandomKey.For(Seed + stream, DrawPurpose.Calibration, run, which)).NextDouble();
    }

    private static int Asked(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
