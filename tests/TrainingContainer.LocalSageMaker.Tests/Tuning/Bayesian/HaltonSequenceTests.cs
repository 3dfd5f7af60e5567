using TrainingContainer.Data;

namespace TrainingContainer.LocalSageMaker.Tests.Tuning.Bayesian;

public sealed class HaltonSequenceTests
{
    [Fact]
    public void Point_EveryInterval_GetsItsShare()
    {
        // 2^k × 3^m consecutive points: each of the 8 intervals of the first coordinate and of the 9 of the second has as many.
        var sequence = new HaltonSequence(2, new KeyedRandom(new RandomKey(5)));
        double[][] points = [.. Enumerable.Range(0, 72).Select(i => At(sequence, i, 2))];
        points.GroupBy(point => (int)(point[0] * 8)).Select(group => group.Count()).ShouldBe(Enumerable.Repeat(9, 8));
        points.GroupBy(point => (int)(point[1] * 9)).Select(group => group.Count()).ShouldBe(Enumerable.Repeat(8, 9));
    }

    [Fact]
    public void Point_ThirtyDimensions_StaysInTheCube_AndKeysDiffer()
    {
        var sequence = new HaltonSequence(30, new KeyedRandom(new RandomKey(5)));
        Enumerable.Range(0, 500).SelectMany(i => At(sequence, i, 30)).ShouldAllBe(coordinate => coordinate >= 0 && coordinate < 1);
        At(new HaltonSequence(30, new KeyedRandom(new RandomKey(6))), 0, 30).ShouldNotBe(At(sequence, 0, 30));
    }

    private static double[] At(HaltonSequence sequence, int index, int dimensions)
    {
        var point = new double[dimensions];
        sequence.Point(index, point);
        return point;
    }
}
