namespace TrainingContainer.Data.Tests;

public sealed class FloatRunTests
{
    /// <summary>Every place in every length around what goes at a time; NaN and the greatest finite number are none.</summary>
    [Fact]
    public void IndexOfInfinity_AnywhereOrNowhere_IsFound()
    {
        for (int length = 0; length < 150; length++)
        {
            float[] numbers = [.. Enumerable.Range(0, length).Select(i => i % 3 == 0 ? float.NaN : i % 3 == 1 ? float.MaxValue : -i)];
            FloatRun.IndexOfInfinity(numbers).ShouldBe(-1);
            for (int i = 0; i < length; i++)
            {
                float[] damaged = [.. numbers];
                damaged[i] = i % 2 == 0 ? float.PositiveInfinity : float.NegativeInfinity;
                damaged[^1] = float.PositiveInfinity;
                if (FloatRun.IndexOfInfinity(damaged) != i)
                {
                    Assert.Fail($"place {i} of {length}");
                }
            }
        }
    }
}
