namespace TrainingContainer.Training.Tests;

public sealed class CheckpointScheduleTests
{
    private readonly ManualTime _time = new();

    private CheckpointSchedule Schedule(string interval, long step = 0) => new(CheckpointInterval.TryParse(interval)!.Value, _time, step);

    private bool IsDueAfter(CheckpointSchedule schedule, double seconds, bool endOfEpoch = false)
    {
        _time.PassSeconds(seconds);
        return schedule.IsDue(1, endOfEpoch);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("15m", 900)]
    public void Time_IsDueSoLongAfterTheStartAndAfterTheLast(string interval, double seconds)
    {
        var schedule = Schedule(interval);
        IsDueAfter(schedule, seconds - 0.001).ShouldBeFalse();
        IsDueAfter(schedule, 0.001).ShouldBeTrue();
        IsDueAfter(schedule, 5).ShouldBeTrue();
        schedule.Taken(1);
        IsDueAfter(schedule, seconds - 0.001).ShouldBeFalse();
        IsDueAfter(schedule, 0.001).ShouldBeTrue();
    }

    [Fact]
    public void Time_IsNotDueAtTheEndOfAnEpochNorChangedByTheCost()
    {
        var schedule = Schedule("15m");
        schedule.Taken(1);
        schedule.Cost(Seconds(1), Seconds(1));
        schedule.Interval.ShouldBe(Seconds(900));
        IsDueAfter(schedule, 899, endOfEpoch: true).ShouldBeFalse();
        IsDueAfter(schedule, 1).ShouldBeTrue();
    }

    [Fact]
    public void LongestTime_IsNeverDueRatherThanAlways() => IsDueAfter(Schedule("1000000000m"), 1e6).ShouldBeFalse();

    [Fact]
    public void Batches_AreDueAtEveryMultiple()
    {
        var schedule = Schedule("500ba");
        schedule.Interval.ShouldBeNull();
        var taken = new List<long>();
        for (var step = 1; step <= 1_600; step++)
        {
            if (schedule.IsDue(step, endOfEpoch: step % 7 == 0))
            {
                taken.Add(step);
                schedule.Taken(step);
            }
        }
        taken.ShouldBe([500L, 1_000, 1_500]);
    }

    [Fact]
    public void Batches_MissedWhileOneIsWritten_AreTakenLaterAndKeepTheMultiples()
    {
        var schedule = Schedule("500ba");
        schedule.IsDue(500, false).ShouldBeTrue();
        schedule.IsDue(620, false).ShouldBeTrue();
        schedule.Taken(620);
        schedule.IsDue(999, false).ShouldBeFalse();
        schedule.IsDue(1_000, false).ShouldBeTrue();
    }

    [Fact]
    public void Batches_OfAResumedJob_KeepTheMultiples()
    {
        var schedule = Schedule("500ba", step: 1_234);
        schedule.IsDue(1_235, false).ShouldBeFalse();
        schedule.IsDue(1_499, false).ShouldBeFalse();
        schedule.IsDue(1_500, false).ShouldBeTrue();
    }

    [Fact]
    public void Epochs_AreDueAtTheEndOfEveryNth()
    {
        var schedule = Schedule("2ep");
        var taken = new List<int>();
        for (var epoch = 1; epoch <= 6; epoch++)
        {
            schedule.IsDue(epoch, endOfEpoch: false).ShouldBeFalse();
            if (schedule.IsDue(epoch, endOfEpoch: true))
            {
                taken.Add(epoch);
                schedule.Taken(epoch);
            }
        }
        taken.ShouldBe([2, 4, 6]);
    }

    [Fact]
    public void Epoch_MissedWhileOneIsWritten_StaysDueWithinTheNext()
    {
        var schedule = Schedule("1ep");
        schedule.IsDue(10, endOfEpoch: true).ShouldBeTrue();
        schedule.IsDue(11, endOfEpoch: false).ShouldBeTrue();
        schedule.Taken(11);
        schedule.IsDue(12, endOfEpoch: false).ShouldBeFalse();
        schedule.IsDue(20, endOfEpoch: true).ShouldBeTrue();
    }

    [Fact]
    public void Auto_BeforeTheFirst_IsDueAfterHalfAMinute()
    {
        var schedule = Schedule("auto");
        IsDueAfter(schedule, 29.999).ShouldBeFalse();
        IsDueAfter(schedule, 0.001).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(0.001, 30)] // Young: 3.8 s
    [InlineData(0.0625, 30)] // 120·√C = 30
    [InlineData(0.25, 60)]
    [InlineData(1, 120)]
    [InlineData(1.44, 144)] // from here on 100·C is more than Young's
    [InlineData(4, 400)]
    [InlineData(8.99, 899)]
    [InlineData(10, 900)] // 15 min wins over 1 %
    [InlineData(3600, 900)]
    public void Auto_FollowsTheStall(double stall, double interval)
    {
        var schedule = Schedule("auto");
        schedule.Taken(1);
        schedule.Cost(Seconds(stall), Seconds(1_000));
        schedule.Interval!.Value.TotalSeconds.ShouldBe(interval, 1e-6);
        IsDueAfter(schedule, interval - 0.01).ShouldBeFalse();
        IsDueAfter(schedule, 0.02).ShouldBeTrue();
    }

    [Fact]
    public void Auto_CostThatIsKnownLate_CountsFromWhenTheCheckpointWasTaken()
    {
        var schedule = Schedule("auto");
        schedule.Taken(1);
        _time.PassSeconds(20);
        schedule.Cost(Seconds(0.25), Seconds(20));
        IsDueAfter(schedule, 39.99).ShouldBeFalse();
        IsDueAfter(schedule, 0.01).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0.001, 0.009, 10)]
    [InlineData(0.01, 0.19, 20)]
    [InlineData(0.25, 0.25, 50)]
    public void Auto_EndOfAnEpoch_IsTakenWhereItIsCheap(double stall, double write, double seconds)
    {
        var schedule = Schedule("auto");
        schedule.Taken(1);
        schedule.Cost(Seconds(stall), Seconds(write));
        IsDueAfter(schedule, seconds - 0.01, endOfEpoch: true).ShouldBeFalse();
        IsDueAfter(schedule, 0.02).ShouldBeFalse();
        schedule.IsDue(2, endOfEpoch: true).ShouldBeTrue();
    }

    [Fact]
    public void Auto_EndOfAnEpochThatIsDear_DoesNotDelayTheInterval()
    {
        var schedule = Schedule("auto");
        schedule.Taken(1);
        schedule.Cost(Seconds(0.01), Seconds(60));
        IsDueAfter(schedule, 29, endOfEpoch: true).ShouldBeFalse();
        IsDueAfter(schedule, 1, endOfEpoch: true).ShouldBeTrue();
    }

    [Fact]
    public void Auto_ShortEpochsBeforeTheFirst_AreNotAllTaken()
    {
        var schedule = Schedule("auto");
        IsDueAfter(schedule, 9.9, endOfEpoch: true).ShouldBeFalse();
        IsDueAfter(schedule, 0.1, endOfEpoch: true).ShouldBeTrue();
    }

    [Theory]
    [InlineData("auto", 1)]
    [InlineData("30s", 1)]
    [InlineData("5ba", 0)]
    [InlineData("1ep", 0)]
    public void Asking_TakesOneTimestampAtMostAndAllocatesNothing(string interval, int timestamps)
    {
        var schedule = Schedule(interval);
        var taken = _time.TimestampsTaken;
        schedule.IsDue(1, endOfEpoch: false);
        (_time.TimestampsTaken - taken).ShouldBe(timestamps);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 1_000; step++)
            schedule.IsDue(step, endOfEpoch: step % 100 == 0);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
