namespace TrainingContainer.LocalSageMaker.Tests.Tuning.GaussianProcesses;

public sealed class HalfRankTests
{
    [Fact]
    public void Map_WorkedExample()
    {
        // Median 3; the better half deviates from it by √((4 + 1 + 0) / 3). The quantiles of 4 and 5 are 0.7 and 0.9.
        var map = new HalfRank([5, 1, 4, 2, 3]);
        new[] { 1.0, 2, 3 }.Select(map.Map).ShouldBe([1.0, 2, 3]);
        map.Map(4).ShouldBe(3 + (1.290994 * 0.524401), 1e-5);
        map.Map(5).ShouldBe(3 + (1.290994 * 1.281552), 1e-5);
    }

    [Fact]
    public void Map_HowBadTheWorseHalfIs_ChangesNothing()
    {
        var mild = new HalfRank([1, 2, 3, 4, 5, 6]);
        var wild = new HalfRank([1, 2, 3, 4, 1e10, 1e33]);
        wild.Map(1e10).ShouldBe(mild.Map(5));
        wild.Map(1e33).ShouldBe(mild.Map(6));
        wild.Map(4).ShouldBe(mild.Map(4));
    }

    [Fact]
    public void Map_Rises_AlsoBetweenAndBeyondWhatWasSeen()
    {
        var map = new HalfRank([0.1, 0.2, 0.2, 0.5, 0.9, 2, 2, 7]);
        double[] mapped = [.. new[] { -1, 0.1, 0.2, 0.4, 0.5, 0.9, 1, 2, 3, 7, 100 }.Select(map.Map)];
        mapped.Zip(mapped.Skip(1)).ShouldAllBe(pair => pair.First <= pair.Second);
        mapped.ShouldAllBe(value => double.IsFinite(value));
        mapped.Distinct().Count().ShouldBeGreaterThan(7);
    }

    [Fact]
    public void Map_Equals_ShareTheirRank() => new HalfRank([1, 2, 3, 8, 8]).Map(8).ShouldBe(3 + (1.290994 * 0.841621), 1e-5);

    [Fact]
    public void Map_BetterHalfAllTheSame_StillTellsTheWorse()
    {
        var map = new HalfRank([1, 1, 1, 5]);
        map.Map(1).ShouldBe(1);
        map.Map(5).ShouldBe(1 + (4 * 1.150349), 1e-5);
    }

    [Theory]
    [InlineData(7.0)]
    [InlineData(7.0, 7.0, 7.0)]
    public void Map_OneValueOnly_StaysAsItIs(params double[] losses) => new HalfRank(losses).Map(7).ShouldBe(7);

    [Fact]
    public void LossMap_OneDivergedJob_LeavesTheOthersApart()
    {
        double[] losses = [0.1, 0.2, 0.3, 0.5, 0.8, 1.3, 8e32];
        var map = new LossMap(losses);
        double[] mapped = [.. losses.Select(map.Map)];
        mapped.Average().ShouldBe(0, 1e-9);
        mapped.Zip(mapped.Skip(1), (first, second) => second - first).Min().ShouldBeGreaterThan(0.1);
    }
}
