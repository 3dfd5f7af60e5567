namespace TrainingContainer.Training.Tests;

public sealed class GoodputTests
{
    private readonly ManualTime _time = new();

    private void Spend(Goodput goodput, GoodputPhase phase, double seconds)
    {
        using var scope = goodput.Measure(phase);
        _time.PassSeconds(seconds);
    }

    private static Dictionary<GoodputPhase, double> Spent(GoodputRecord record) =>
        Enum.GetValues<GoodputPhase>().Where(phase => record.SecondsOf(phase) > 0).ToDictionary(phase => phase, record.SecondsOf);

    [Fact]
    public void Phases_AreSummedAndTheFirstStepEndsTheStartUp()
    {
        var goodput = new Goodput(_time, TimeSpan.FromSeconds(0.5));
        _time.PassSeconds(2);
        Spend(goodput, GoodputPhase.DataWait, 1);
        _time.PassSeconds(0.5);
        Spend(goodput, GoodputPhase.Training, 10);
        _time.PassSeconds(0.25);
        Spend(goodput, GoodputPhase.DataWait, 2);
        Spend(goodput, GoodputPhase.Training, 20);
        var record = goodput.Record(30);
        Spent(record).ShouldBe(new()
        {
            [GoodputPhase.StartUp] = 3, [GoodputPhase.DataWait] = 3, [GoodputPhase.Training] = 30, [GoodputPhase.Other] = 0.25,
        });
        (record.Attempts, record.Steps, record.RedoneSteps, record.RedoneSeconds).ShouldBe((1, 30, 0, 0));
        record.TotalSeconds.ShouldBe(36.25);
        record.Share.ShouldBe(30 / 36.25);
    }

    [Fact]
    public void SecondsUntilNow_AreThoseOfPhasesThatWereLeft()
    {
        var goodput = new Goodput(_time);
        Spend(goodput, GoodputPhase.Training, 10);
        using var waiting = goodput.Measure(GoodputPhase.DataWait);
        _time.PassSeconds(5);
        goodput.SecondsUntilNow(GoodputPhase.Training).ShouldBe(10);
        goodput.SecondsUntilNow(GoodputPhase.DataWait).ShouldBe(0);
        // asking takes no time and changes nothing
        _time.PassSeconds(1);
        goodput.Record(1).SecondsOf(GoodputPhase.DataWait).ShouldBe(6);
    }

    [Fact]
    public void InnerPhase_IsNotCountedInTheOuter()
    {
        var goodput = new Goodput(_time);
        using (goodput.Measure(GoodputPhase.Training))
        {
            _time.PassSeconds(1);
            using (goodput.Measure(GoodputPhase.Evaluation))
            {
                _time.PassSeconds(2);
                Spend(goodput, GoodputPhase.CheckpointStall, 4);
                _time.PassSeconds(8);
            }
            _time.PassSeconds(16);
        }
        Spent(goodput.Record(0)).ShouldBe(new()
        {
            [GoodputPhase.Training] = 17, [GoodputPhase.Evaluation] = 10, [GoodputPhase.CheckpointStall] = 4,
        });
    }

    [Fact]
    public void PhaseThatThrows_EndsThere()
    {
        var goodput = new Goodput(_time);
        Spend(goodput, GoodputPhase.Training, 1);
        Should.Throw<IOException>(() =>
        {
            using var scope = goodput.Measure(GoodputPhase.Saving);
            _time.PassSeconds(2);
            throw new IOException();
        });
        _time.PassSeconds(4);
        Spent(goodput.Record(0)).ShouldBe(new() { [GoodputPhase.Training] = 1, [GoodputPhase.Saving] = 2, [GoodputPhase.Other] = 4 });
    }

    [Fact]
    public void Record_WithinAPhase_HasItsTimeUntilNow()
    {
        var goodput = new Goodput(_time);
        using (goodput.Measure(GoodputPhase.CheckpointStall))
        {
            _time.PassSeconds(3);
            goodput.Record(1).SecondsOf(GoodputPhase.CheckpointStall).ShouldBe(3);
            _time.PassSeconds(2);
        }
        goodput.Record(1).SecondsOf(GoodputPhase.CheckpointStall).ShouldBe(5);
    }

    [Fact]
    public void Measuring_AllocatesNothing()
    {
        var goodput = new Goodput(_time);
        Spend(goodput, GoodputPhase.Training, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Spend(goodput, GoodputPhase.Training, 0.001);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void SeveralInterruptions_AddUpWhatTheyLost()
    {
        // 100 steps to the checkpoint, 50 more known of when it was killed
        var first = new Goodput(_time);
        _time.PassSeconds(5);
        Spend(first, GoodputPhase.Training, 100);
        var checkpoint = first.Record(100);
        Spend(first, GoodputPhase.Training, 50);
        var killed = first.Record(150);

        // from the checkpoint 30 steps, killed without a new one
        var second = new Goodput(_time);
        second.Resume(checkpoint, killed);
        _time.PassSeconds(7);
        Spend(second, GoodputPhase.Training, 30);
        var killedAgain = second.Record(130);
        (killedAgain.Attempts, killedAgain.Steps, killedAgain.RedoneSteps, killedAgain.RedoneSeconds).ShouldBe((2, 180, 50, 50));

        var third = new Goodput(_time);
        third.Resume(checkpoint, killedAgain);
        Spend(third, GoodputPhase.Training, 200);
        var record = third.Record(300);
        (record.Attempts, record.Steps, record.RedoneSteps, record.RedoneSeconds).ShouldBe((3, 380, 80, 80));
        Spent(record).ShouldBe(new() { [GoodputPhase.StartUp] = 12, [GoodputPhase.Training] = 380 });
        record.Share.ShouldBe(300.0 / 392);
    }
}
