using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Jobs;

public sealed class InterruptionScheduleTests
{
    [Fact]
    public void Parse_Times_HasThemInOrder()
    {
        var schedule = InterruptionSchedule.Parse("at=12s,5s,wait=2.5s", "--x");

        Enumerable.Range(0, 3).Select(schedule.Time).ShouldBe([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(12), null]);
        schedule.Wait.ShouldBe(TimeSpan.FromSeconds(2.5));
    }

    [Fact]
    public void Parse_Chance_HasAsManyAMinuteAsItSays()
    {
        const int count = 2000;
        var times = Enumerable.Range(0, count).Select(InterruptionSchedule.Parse("p=0.3/min,seed=7", "--x").Time).Select(time => time!.Value.TotalMinutes).ToArray();

        times.ShouldBe(times.Order());
        times.ShouldBe(Enumerable.Range(0, count).Select(InterruptionSchedule.Parse("p=0.3/min,seed=7", "--x").Time).Select(time => time!.Value.TotalMinutes));
        times.ShouldNotBe(Enumerable.Range(0, count).Select(InterruptionSchedule.Parse("p=0.3/min,seed=8", "--x").Time).Select(time => time!.Value.TotalMinutes));
        // minutes without any are 0.7 of all
        var minutes = (int)times[^1];
        (times.Select(time => (int)time).Where(minute => minute < minutes).Distinct().Count() / (double)minutes).ShouldBe(0.3, 0.02);
    }

    [Fact]
    public void Parse_Nothing_HasNone() => InterruptionSchedule.Parse(null, "--x").Time(0).ShouldBeNull();

    [Theory]
    [InlineData("5s")]
    [InlineData("at=5")]
    [InlineData("at=-5s")]
    [InlineData("p=1/min")]
    [InlineData("p=0.3")]
    [InlineData("seed=x")]
    [InlineData("every=3s")]
    public void Parse_NotUnderstood_ShowsHowToWriteIt(string text) =>
        Should.Throw<JobInputException>(() => InterruptionSchedule.Parse(text, "--spot-interruptions")).Message.ShouldContain("write it like at=5s,12s or p=0.3/min,seed=1");
}
