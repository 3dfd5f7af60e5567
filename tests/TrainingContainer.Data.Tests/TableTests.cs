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
}
