namespace TrainingContainer.Data.Tests;

public sealed class SplitTests
{
    [Theory]
    [InlineData(SplitMethod.Random)]
    [InlineData(SplitMethod.Stratified)]
    [InlineData(SplitMethod.Chronological)]
    public void Of_AnyMethod_PutsEveryRowInOnePartAscending(SplitMethod method)
    {
        Table table = Classes(Enumerable.Range(0, 1003).Select(i => i * i % 7));
        Split split = Split.Of(table, method, 0.2, seed: 1);

        split.Validation.ShouldBeInOrder();
        split.Training.ShouldBeInOrder();
        split.Training.Concat(split.Validation).Order().ShouldBe(Enumerable.Range(0, 1003));
        split.Validation.Length.ShouldBe(201);
        Split.Of(table, method, 0.2, seed: 1).Validation.ShouldBe(split.Validation);
    }

    [Fact]
    public void Random_OtherSeed_OtherRows()
    {
        Table table = Classes(new int[1000]);
        Split.Of(table, SplitMethod.Random, 0.5, 1).Validation.ShouldNotBe(Split.Of(table, SplitMethod.Random, 0.5, 2).Validation);
    }

    [Fact]
    public void Random_SpreadsOverTheRows()
    {
        Split split = Split.Of(Classes(new int[10_000]), SplitMethod.Random, 0.1, 1);
        var counts = new int[10];
        foreach (int row in split.Validation)
        {
            counts[row / 1000]++;
        }

        ChiSquare.Of(counts).ShouldBeLessThan(ChiSquare.Limit(9));
    }

    [Fact]
    public void Stratified_KeepsProportionsByLargestRemainder()
    {
        // 50, 30, 15, 5 rows, a quarter of them: 12.5, 7.5, 3.75, 1.25 -> 13 (tie: lower class first), 7, 4, 1
        int[] classes = [.. Enumerable.Range(0, 100).Select(i => i < 50 ? 0 : i < 80 ? 1 : i < 95 ? 2 : 3)];
        Split split = Split.Of(Classes(classes), SplitMethod.Stratified, 0.25, 1);

        split.Validation.GroupBy(row => classes[row]).OrderBy(group => group.Key).Select(group => group.Count()).ShouldBe([13, 7, 4, 1]);
    }

    [Fact]
    public void Stratified_ClassWithOneRow_GoesToTraining()
    {
        for (long seed = 0; seed < 20; seed++)
        {
            Split split = Split.Of(Classes([0, 1, 2, 3, 3, 3, 3, 3]), SplitMethod.Stratified, 0.9, seed);
            split.Training.ShouldContain(0);
            split.Training.ShouldContain(1);
            split.Training.ShouldContain(2);
            split.Training.Length.ShouldBeGreaterThan(3);
        }
    }

    [Fact]
    public void Stratified_Impossible_SaysWhy()
    {
        Should.Throw<DataException>(() => Split.Of(Classes([0, 1, 2]), SplitMethod.Stratified, 0.5, 1)).Message.ShouldContain("one row in each of the 3 classes");
        var features = new FeatureMatrix(1);
        features.Append([1, 2, 3]);
        Should.Throw<DataException>(() => Split.Of(Table.WithNumbers(features, [1, 2, 3]), SplitMethod.Stratified, 0.5, 1)).Message.ShouldContain("expected classes");
    }

    [Fact]
    public void Chronological_LastRowsValidate() => Split.Of(Classes(new int[10]), SplitMethod.Chronological, 0.3, 1).Validation.ShouldBe([7, 8, 9]);

    [Theory]
    [InlineData(0.0001, 1)]
    [InlineData(0.9999, 9)]
    public void Of_ExtremeFraction_LeavesNoPartEmpty(double fraction, int validation) =>
        Split.Of(Classes(new int[10]), SplitMethod.Random, fraction, 1).Validation.Length.ShouldBe(validation);

    [Fact]
    public void Of_TooFewRowsOrBadFraction_Throws()
    {
        Should.Throw<DataException>(() => Split.Of(Classes([0]), SplitMethod.Random, 0.5, 1)).Message.ShouldContain("found 1 rows, expected 2");
        Should.Throw<ArgumentOutOfRangeException>(() => Split.Of(Classes([0, 0]), SplitMethod.Random, 0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Split.Of(Classes([0, 0]), SplitMethod.Random, 1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Split.Of(Classes([0, 0]), SplitMethod.Random, double.NaN, 1));
    }

    private static Table Classes(IEnumerable<int> indexes)
    {
        int[] all = [.. indexes];
        var features = new FeatureMatrix(1);
        features.Append(new float[all.Length]);
        return Table.WithClasses(features, all, [.. Enumerable.Range(0, all.Max() + 1).Select(i => $"{i}")]);
    }
}
