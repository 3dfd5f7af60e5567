namespace TrainingContainer.Data.Tests;

public sealed class TableTests
{
    [Fact]
    public void Labels_NotOnePerRow_AreRejected()
    {
        var features = new FeatureMatrix(1);
        features.Append([1, 2]);
        Should.Throw<ArgumentException>(() => Table.WithNumbers(features, [1]));
        Should.Throw<ArgumentException>(() => Table.WithClasses(features, [0], ["a"]));
        Should.Throw<ArgumentException>(() => Table.WithClasses(features, [0, 1], ["a"]));
        Should.Throw<ArgumentException>(() => Table.WithClasses(features, [0, -1], ["a"]));
        Table.WithoutLabels(features).RowCount.ShouldBe(2);
    }

    [Fact]
    public void InClasses_KeepsEveryRowsClassByName()
    {
        var features = new FeatureMatrix(1);
        features.Append([1, 2, 3]);
        var table = Table.WithClasses(features, [1, 0, 1], ["b", "c"]);
        table.IsSample = true;
        var other = table.InClasses(["c", "a", "b"]);
        other.ClassIndexes.ShouldBe([0, 2, 0]);
        other.Classes.ShouldBe(["c", "a", "b"]);
        other.Features.ShouldBeSameAs(features);
        other.IsSample.ShouldBeTrue();
        table.ClassIndexes.ShouldBe([1, 0, 1]);
    }

    [Fact]
    public void InClasses_WithoutOneOfTheTables_IsRejected()
    {
        var features = new FeatureMatrix(1);
        features.Append([1]);
        Should.Throw<ArgumentException>(() => Table.WithClasses(features, [0], ["b", "c"]).InClasses(["a", "b"]));
    }
}
