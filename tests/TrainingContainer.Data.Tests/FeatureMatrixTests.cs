namespace TrainingContainer.Data.Tests;

public sealed class FeatureMatrixTests
{
    [Theory]
    [InlineData(1, 600_000)]
    [InlineData(3, 200_000)]
    [InlineData(784, 1000)]
    [InlineData(300_000, 4)]
    public void Append_AcrossBlocks_KeepsEveryRow(int columns, int rows)
    {
        var matrix = new FeatureMatrix(columns);
        var random = new KeyedRandom(new RandomKey(1));
        int next = 0;
        while (next < rows)
        {
            var part = new float[Math.Min(rows - next, 1 + random.NextInt32(1 + (rows / 7))) * columns];
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = ((next * 31) + i) & 0xFFFF;
            }

            for (int i = 0; i < part.Length / columns; i++)
            {
                part[i * columns] = next + i;
            }

            matrix.Append(part);
            next += part.Length / columns;
        }

        matrix.RowCount.ShouldBe(rows);
        for (int row = 0; row < rows; row++)
        {
            if (matrix.Row(row)[0] != row || matrix.Row(row).Length != columns)
            {
                Assert.Fail($"row {row}: found {matrix.Row(row)[0]}");
            }
        }
    }

    [Fact]
    public void CopyRows_AnyOrder_GathersThem()
    {
        var matrix = new FeatureMatrix(2);
        for (int row = 0; row < 300_000; row++)
        {
            matrix.Append([row, -row]);
        }

        var batch = new float[8];
        matrix.CopyRows([299_999, 0, 131_072, 0], batch);
        batch.ShouldBe([299_999, -299_999, 0, 0, 131_072, -131_072, 0, 0]);
    }

    [Fact]
    public void Row_IsTheRowItself()
    {
        var matrix = new FeatureMatrix(2);
        matrix.Append([1, 2]);
        matrix.Row(0)[1] = 5;
        matrix.Row(0).ToArray().ShouldBe([1, 5]);
    }

    [Fact]
    public void OutOfRange_Throws()
    {
        var matrix = new FeatureMatrix(2);
        matrix.Append([1, 2]);
        Should.Throw<ArgumentOutOfRangeException>(() => matrix.Row(1).Length);
        Should.Throw<ArgumentOutOfRangeException>(() => matrix.Row(-1).Length);
        Should.Throw<ArgumentOutOfRangeException>(() => matrix.CopyRows([1], new float[2]));
        Should.Throw<ArgumentOutOfRangeException>(() => matrix.CopyRows([0, 0], new float[3]));
        Should.Throw<ArgumentException>(() => matrix.Append([1, 2, 3]));
        Should.Throw<ArgumentException>(() => new FeatureMatrix(0).Append([1]));
    }
}
