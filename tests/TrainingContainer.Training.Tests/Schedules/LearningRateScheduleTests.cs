namespace TrainingContainer.Training.Tests;

public sealed class LearningRateScheduleTests
{
    private static LearningRateSchedule Schedule(ScheduleKind kind, long warmup = 0, double decay = 0.5, double final = 0) =>
        new(new ScheduleSettings(kind, warmup, 2, decay, final), 0.1, stepsPerEpoch: 10, epochs: 5);

    [Fact]
    public void Constant_AnyStep_IsTheBaseRate()
    {
        foreach (var step in new long[] { 0, 7, 49, 1_000 })
            Schedule(ScheduleKind.Constant).At(step).ShouldBe(0.1);
    }

    [Fact]
    public void Warmup_RisesLinearlyFromTheFirstStepToTheBaseRate()
    {
        var schedule = Schedule(ScheduleKind.Constant, warmup: 4);
        schedule.At(0).ShouldBe(0.025, 1e-12);
        schedule.At(1).ShouldBe(0.05, 1e-12);
        schedule.At(3).ShouldBe(0.1, 1e-12);
        schedule.At(4).ShouldBe(0.1, 1e-12);
    }

    [Theory]
    [InlineData(19, 0.1)]
    [InlineData(20, 0.05)]
    [InlineData(39, 0.05)]
    [InlineData(40, 0.025)]
    public void Step_DropsEveryStepEpochs(long step, double expected) =>
        Schedule(ScheduleKind.Step).At(step).ShouldBe(expected, 1e-12);

    [Fact]
    public void Exponential_MultipliesByTheDecayRateEachEpoch()
    {
        var schedule = Schedule(ScheduleKind.Exponential);
        schedule.At(0).ShouldBe(0.1, 1e-12);
        schedule.At(10).ShouldBe(0.05, 1e-12);
        schedule.At(5).ShouldBe(0.1 * Math.Sqrt(0.5), 1e-12);
    }

    [Theory]
    [InlineData(ScheduleKind.Cosine)]
    [InlineData(ScheduleKind.Linear)]
    public void CosineAndLinear_GoFromTheBaseToTheFinalFraction(ScheduleKind kind)
    {
        var schedule = Schedule(kind, final: 0.1);
        schedule.At(0).ShouldBe(0.1, 1e-12);
        schedule.At(49).ShouldBe(0.01, 1e-12);
        schedule.At(1_000).ShouldBe(0.01, 1e-12);
        for (long step = 1; step < 50; step++)
            schedule.At(step).ShouldBeLessThan(schedule.At(step - 1));
    }

    [Fact]
    public void Cosine_MiddleStep_IsHalfway()
    {
        var schedule = new LearningRateSchedule(new(ScheduleKind.Cosine, 0, 1, 1, 0), 1, stepsPerEpoch: 11, epochs: 1);
        schedule.At(5).ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void OneStepInAll_IsTheBaseRate()
    {
        var schedule = new LearningRateSchedule(new(ScheduleKind.Linear, 0, 1, 1, 0), 1, stepsPerEpoch: 1, epochs: 1);
        schedule.At(0).ShouldBe(1);
    }
}
