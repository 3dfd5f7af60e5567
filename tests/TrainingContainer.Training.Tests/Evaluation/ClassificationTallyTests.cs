namespace TrainingContainer.Training.Tests;

public sealed class ClassificationTallyTests
{
    // true 0 1 2 2 0 2, predicted 0 1 1 0 1 2
    private static ClassificationEvaluation Example()
    {
        var tally = new ClassificationTally(["a", "b", "c"]);
        tally.Add([0.8f, 0.1f, 0.1f, 0.2f, 0.7f, 0.1f, 0.1f, 0.6f, 0.3f], [0, 1, 2]);
        tally.Add([0.5f, 0.3f, 0.2f, 0.3f, 0.4f, 0.3f, 0.1f, 0.2f, 0.7f], [2, 0, 2]);
        return tally.Finish(0.25);
    }

    [Fact]
    public void Batches_AreCountedTogether()
    {
        var evaluation = Example();
        evaluation.Rows.ShouldBe(6);
        evaluation.Accuracy.ShouldBe(3.0 / 6);
        evaluation.Precision.ShouldBe((0.5 + (1.0 / 3) + 1) / 3, 1e-12);
        evaluation.Recall.ShouldBe((0.5 + 1 + (1.0 / 3)) / 3, 1e-12);
        evaluation.F1.ShouldBe((0.5 + 0.5 + 0.5) / 3, 1e-12);
        evaluation.Loss.ShouldBe(0.25);
    }

    /// <summary>Counted as class 0, which made a model without numbers right for every row of it.</summary>
    [Fact]
    public void RowWhoseScoresAreNoNumbers_IsWrongEverywhere()
    {
        var tally = new ClassificationTally(["a", "b"]);
        tally.Add([0.9f, 0.1f, float.NaN, float.NaN, 0.2f, 0.8f, float.NaN, 0.5f], [0, 0, 1, 1]);
        var evaluation = tally.Finish(double.NaN);
        evaluation.Rows.ShouldBe(4);
        evaluation.Accuracy.ShouldBe(0.5);
        evaluation.Recall.ShouldBe(0.5);
        evaluation.Precision.ShouldBe(1);
        evaluation.PerClass.Select(scores => scores.Predicted).ShouldBe([1L, 1]);
        evaluation.ConfusionMatrix.ShouldBe([[1L, 0], [0L, 1]]);
        // of the four pairs of a row of a and one of b, only one is in the right order
        evaluation.Auc.ShouldBe(0.25);
        evaluation.NotFinite.Count.ShouldBe(2);
        evaluation.NotFinite.First.ShouldBe([2L, 4]);
    }

    [Fact]
    public void ConfusionMatrix_HasTrueClassesInRows()
    {
        var matrix = Example().ConfusionMatrix!;
        matrix[0].ShouldBe([1L, 1, 0]);
        matrix[1].ShouldBe([0L, 1, 0]);
        matrix[2].ShouldBe([1L, 1, 1]);
    }

    [Fact]
    public void ClassThatOccursNowhere_DoesNotEnterTheMeans()
    {
        var tally = new ClassificationTally(["a", "b", "never"]);
        tally.Add([0.9f, 0.1f, 0, 0.1f, 0.9f, 0], [0, 1]);
        tally.Finish(0).F1.ShouldBe(1);
    }

    [Fact]
    public void ClassNeverPredicted_CountsZero()
    {
        var tally = new ClassificationTally(["a", "b"]);
        tally.Add([0.9f, 0.1f, 0.9f, 0.1f], [0, 1]);
        var evaluation = tally.Finish(0);
        evaluation.PerClass[1].ShouldBe(new ClassScores("b", 1, 0, 0, 0, 0));
        evaluation.Precision.ShouldBe(0.25);
    }

    [Fact]
    public void TwoClasses_HaveOneCurveOfTheSecond()
    {
        var tally = new ClassificationTally(["no", "yes"]);
        tally.Add([0.9f, 0.1f, 0.2f, 0.8f], [0, 1]);
        var evaluation = tally.Finish(0);
        evaluation.RocCurves!.ShouldHaveSingleItem().Class.ShouldBe("yes");
        evaluation.Auc.ShouldBe(1);
    }

    [Fact]
    public void ManyClasses_KeepNeitherMatrixNorCurves()
    {
        var classes = Enumerable.Range(0, 1_001).Select(c => $"{c}").ToArray();
        var tally = new ClassificationTally(classes);
        var row = new float[classes.Length];
        row[7] = 1;
        tally.Add(row, [7]);
        var evaluation = tally.Finish(0);
        evaluation.Accuracy.ShouldBe(1);
        evaluation.ConfusionMatrix.ShouldBeNull();
        evaluation.Auc.ShouldBe(double.NaN);
    }
}
