namespace TrainingContainer.Data.Tests;

public sealed class KeyedRandomTests
{
    [Fact]
    public void NextUInt32_IsPhiloxInOrder()
    {
        var random = new KeyedRandom(new RandomKey(0));
        uint[] found = [random.NextUInt32(), random.NextUInt32(), random.NextUInt32(), random.NextUInt32(), random.NextUInt32()];
        found[..4].ShouldBe([0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u]);
        found[4].ShouldBe(Philox.Block(1, 0, 0, 0, 0, 0).X0);
    }

    [Fact]
    public void SameKey_SameStream_OtherKey_Other()
    {
        RandomKey key = RandomKey.For(7, DrawPurpose.Dropout, 3, 1);
        var a = new KeyedRandom(key);
        var b = new KeyedRandom(RandomKey.For(7, DrawPurpose.Dropout, 3, 1));
        for (int i = 0; i < 100; i++)
        {
            a.NextUInt32().ShouldBe(b.NextUInt32());
        }

        HashSet<ulong> keys =
        [
            key.Value, RandomKey.For(8, DrawPurpose.Dropout, 3, 1).Value, RandomKey.For(7, DrawPurpose.Shuffle, 3, 1).Value,
            RandomKey.For(7, DrawPurpose.Dropout, 4, 1).Value, RandomKey.For(7, DrawPurpose.Dropout, 3, 2).Value,
            RandomKey.For(7L << 32, DrawPurpose.Dropout, 3, 1).Value, RandomKey.For(7, DrawPurpose.Dropout, 3L << 32, 1).Value, RandomKey.For(-7, DrawPurpose.Dropout, 3, 1).Value,
        ];
        keys.Count.ShouldBe(8);
    }

    [Fact]
    public void For_IsFrozen() => RandomKey.For(42, DrawPurpose.Shuffle, 5, 2).Value.ShouldBe(5635163521206851121UL);

    [Fact]
    public void Doubles_AreUniformIn01()
    {
        var random = new KeyedRandom(new RandomKey(5));
        var counts = new int[100];
        double sum = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double value = random.NextDouble();
            float single = random.NextSingle();
            value.ShouldBeInRange(0, 1 - 1e-16);
            single.ShouldBeInRange(0, 0.99999994f);
            counts[(int)(value * 100)]++;
            sum += single;
        }

        ChiSquare.Of(counts).ShouldBeLessThan(ChiSquare.Limit(99));
        (sum / 100_000).ShouldBe(0.5, 0.005);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void NextInt32_IsUniform(int max)
    {
        var random = new KeyedRandom(new RandomKey((ulong)max));
        var counts = new int[max];
        for (int i = 0; i < 1000 * max; i++)
        {
            counts[random.NextInt32(max)]++;
        }

        ChiSquare.Of(counts).ShouldBeLessThanOrEqualTo(ChiSquare.Limit(max - 1));
    }

    [Fact]
    public void NextInt32_LargeRange_RejectsBias()
    {
        const int Max = 3 << 29; // the low half of the range would come up twice as often without rejection
        var random = new KeyedRandom(new RandomKey(9));
        var counts = new int[3];
        for (int i = 0; i < 30_000; i++)
        {
            counts[random.NextInt32(Max) / (1 << 29)]++;
        }

        ChiSquare.Of(counts).ShouldBeLessThan(ChiSquare.Limit(2));
        Should.Throw<ArgumentOutOfRangeException>(() => new KeyedRandom(default).NextInt32(0));
    }
}
