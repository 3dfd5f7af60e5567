namespace TrainingContainer.Data.Tests;

public sealed class PermutationTests
{
    [Fact]
    public void EveryLength_IsABijection()
    {
        for (int length = 0; length <= 1100; length++)
        {
            RequireBijection(length, (ulong)length * 77);
        }

        foreach (int length in (int[])[4095, 4096, 4097, 65535, 65536, 65537, 99_999, 1_000_003, 1 << 20])
        {
            RequireBijection(length, (ulong)length);
        }
    }

    [Fact]
    public void Fill_AnyPart_IsTheIndexer()
    {
        foreach (int length in (int[])[1, 2, 16, 17, 18, 1000, 1_000_003, int.MaxValue])
        {
            var permutation = new Permutation(RandomKey.For(3, DrawPurpose.Shuffle, length), length);
            for (int start = 0; start < length && start >= 0; start += 1 + (length / 13))
            {
                var part = new int[Math.Min(37, length - start)];
                permutation.Fill(start, part);
                part.ShouldBe([.. Enumerable.Range(start, part.Length).Select(i => (int)permutation[i])]);
            }
        }
    }

    [Theory]
    [InlineData(3, 6)]
    [InlineData(4, 24)]
    [InlineData(5, 120)]
    public void TinyLength_EveryOrderIsEquallyLikely(int length, int orders)
    {
        var counts = new Dictionary<string, int>();
        for (int key = 0; key < 200 * orders; key++)
        {
            var order = new int[length];
            new Permutation(RandomKey.For(key, DrawPurpose.Shuffle), length).Fill(0, order);
            string name = string.Join(' ', order);
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        counts.Count.ShouldBe(orders);
        ChiSquare.Of([.. counts.Values]).ShouldBeLessThan(ChiSquare.Limit(orders - 1));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(17)]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(128)]
    public void Positions_OverManyKeys_AreUniform(int length)
    {
        var counts = new int[length, length];
        var order = new int[length];
        for (int key = 0; key < 100 * length; key++)
        {
            new Permutation(RandomKey.For(key, DrawPurpose.Shuffle), length).Fill(0, order);
            for (int i = 0; i < length; i++)
            {
                counts[i, order[i]]++;
            }
        }

        int[] flat = [.. counts.Cast<int>()];
        ChiSquare.Of(flat).ShouldBeLessThan(ChiSquare.Limit((length - 1) * (length - 1)));
    }

    /// <summary>Where two neighbours go, relative to each other: a weak network keeps them together.</summary>
    [Theory]
    [InlineData(17)]
    [InlineData(30)]
    [InlineData(1000)]
    public void Neighbours_OverManyKeys_GoApart(int length)
    {
        var counts = new int[length - 1];
        var order = new int[length];
        for (int key = 0; key < 2000; key++)
        {
            new Permutation(RandomKey.For(key, DrawPurpose.Shuffle), length).Fill(0, order);
            for (int i = 0; i < length - 1; i += 2)
            {
                int distance = order[i + 1] - order[i];
                counts[(distance < 0 ? distance + length : distance) - 1]++;
            }
        }

        ChiSquare.Of(counts).ShouldBeLessThan(ChiSquare.Limit(length - 2));
    }

    [Fact]
    public void Keys_NextToEachOther_GiveUnrelatedOrders()
    {
        const int Length = 10_000;
        var a = new int[Length];
        var b = new int[Length];
        int same = 0;
        double covariance = 0;
        for (int key = 0; key < 20; key++)
        {
            new Permutation(RandomKey.For(0, DrawPurpose.Shuffle, key), Length).Fill(0, a);
            new Permutation(RandomKey.For(0, DrawPurpose.Shuffle, key + 1), Length).Fill(0, b);
            for (int i = 0; i < Length; i++)
            {
                same += a[i] == b[i] ? 1 : 0;
                covariance += (a[i] - ((Length - 1) / 2.0)) * (b[i] - ((Length - 1) / 2.0));
            }
        }

        double correlation = covariance / (20.0 * Length * ((double)Length * Length - 1) / 12);
        same.ShouldBeInRange(2, 45); // Poisson, mean 20
        correlation.ShouldBeInRange(-0.01, 0.01); // sigma 0.0022
    }

    [Fact]
    public void RawKeys_NextToEachOther_GiveUnrelatedOrders()
    {
        var a = new int[100_000];
        var b = new int[100_000];
        new Permutation(new RandomKey(0), a.Length).Fill(0, a);
        new Permutation(new RandomKey(1), b.Length).Fill(0, b);
        a.Zip(b).Count(pair => pair.First == pair.Second).ShouldBeLessThan(8);
    }

    [Fact]
    public void HugeLength_StaysInRangeAndDiffers()
    {
        const long Length = (1L << 62) - 57;
        var permutation = new Permutation(new RandomKey(1), Length);
        var seen = new HashSet<long>();
        for (int i = 0; i < 1000; i++)
        {
            long value = permutation[Length - 1 - i];
            value.ShouldBeInRange(0, Length - 1);
            seen.Add(value).ShouldBeTrue();
        }
    }

    [Fact]
    public void OutOfRange_Throws()
    {
        var permutation = new Permutation(default, 20);
        Should.Throw<ArgumentOutOfRangeException>(() => permutation[20]);
        Should.Throw<ArgumentOutOfRangeException>(() => permutation[-1]);
        Should.Throw<ArgumentOutOfRangeException>(() => permutation.Fill(15, new int[6]));
        Should.Throw<ArgumentOutOfRangeException>(() => permutation.Fill(-1, new int[6]));
        Should.Throw<ArgumentOutOfRangeException>(() => new Permutation(default, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Permutation(default, (1L << 31) + 1).Fill(0, new int[1]));
    }

    [Fact]
    public void Order_IsFrozen()
    {
        var order = new int[5];
        new Permutation(RandomKey.For(42, DrawPurpose.Shuffle), 1_000_000).Fill(0, order);
        order.ShouldBe([415347, 980451, 109174, 144191, 573512]);
    }

    private static void RequireBijection(int length, ulong key)
    {
        var order = new int[length];
        new Permutation(new RandomKey(key), length).Fill(0, order);
        Array.Sort(order);
        for (int i = 0; i < length; i++)
        {
            if (order[i] != i)
            {
                Assert.Fail($"length {length}: {i} is missing");
            }
        }
    }
}
