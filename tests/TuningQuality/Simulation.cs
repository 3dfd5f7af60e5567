using TrainingContainer.Data;
using TrainingContainer.LocalSageMaker;

namespace TuningQuality;

/// <summary>
/// A tuning job in simulated time: jobs run in parallel, one epoch takes about one unit of time, a little more or less from job to job, so that
/// they end one after the other.
/// </summary>
internal static class Simulation
{
    /// <summary>MaxParallelTrainingJobs.</summary>
    public const int Parallel = 4;

    private const double SpeedSpread = 0.2;

    /// <summary>Runs until the budget is used up, then stops what runs.</summary>
    /// <param name="problem">What is tuned.</param>
    /// <param name="strategy">What chooses.</param>
    /// <param name="epochs">The budget: the sum of the epochs of all jobs.</param>
    /// <param name="seed">Of the noise and the speeds.</param>
    /// <returns>The value without noise of the job that the tuning job takes for its best.</returns>
    public static double Run(Problem problem, ITuningStrategy strategy, int epochs, long seed)
    {
        var trials = new List<TuningTrial>();
        var running = new PriorityQueue<(int Number, double Speed), (double Time, int Number)>();
        int started = 0;
        while (running.Count < Parallel && Start(0))
        {
        }

        for (int used = 0; used < epochs && running.TryDequeue(out var job, out var now); used++)
        {
            var trial = trials[job.Number];
            int epoch = trial.Objectives.Count + 1;
            double value = problem.Value(trial.Configuration, epoch) + (problem.Noise * Normal(job.Number, epoch));
            trial = trial with { Objectives = [.. trial.Objectives, value] };
            trials[job.Number] = trial;
            bool failed = double.IsNaN(value);
            if (!failed && epoch < problem.Epochs && !strategy.ShouldStop(trial, trials))
            {
                running.Enqueue(job, (now.Time + job.Speed, job.Number));
                continue;
            }

            trials[job.Number] = trial with { State = failed ? TrialState.Failed : epoch < problem.Epochs ? TrialState.Stopped : TrialState.Completed };
            Start(now.Time);
        }

        var ended = trials.Select(trial => trial.State == TrialState.Running ? trial with { State = TrialState.Stopped } : trial);
        var best = problem.Objective.Best(ended)!;
        return problem.Value(best.Configuration, best.Objectives.Count);

        bool Start(double time)
        {
            // A whole job more would go beyond the budget; a strategy that stops jobs is cut off there instead.
            if (strategy is not HyperbandStrategy && started * problem.Epochs >= epochs)
                return false;
            if (strategy.Next(trials) is not { } configuration)
                return false;
            int number = trials.Count;
            double speed = 1 + (SpeedSpread * new KeyedRandom(RandomKey.For(seed, DrawPurpose.Calibration, number, 1)).NextDouble());
            trials.Add(new TuningTrial(number, configuration, TrialState.Running, []));
            running.Enqueue((number, speed), (time + speed, number));
            started++;
            return true;
        }

        double Normal(int number, int epoch)
        {
            var random = new KeyedRandom(RandomKey.For(seed, DrawPurpose.Calibration, ((long)number << 32) + epoch, 2));
            return Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }
    }
}
