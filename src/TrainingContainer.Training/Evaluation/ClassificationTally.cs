using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>Counts predictions batch by batch.</summary>
/// <param name="classes">Names, in the order of the model's outputs.</param>
internal sealed class ClassificationTally(IReadOnlyList<string> classes)
{
    /// <summary>Up to here the whole confusion matrix is kept.</summary>
    public const int MatrixClassesMax = 1_000;

    /// <summary>Up to here scores are kept for ROC curves.</summary>
    public const int CurveClassesMax = 100;

    // beside probabilities
    private const float BelowAll = -1;
    private const float AboveAll = 2;

    private readonly long[] _right = new long[classes.Count];
    private readonly long[] _predicted = new long[classes.Count];
    private readonly long[] _actual = new long[classes.Count];
    private readonly long[][]? _matrix = classes.Count > MatrixClassesMax ? null : [.. classes.Select(_ => new long[classes.Count])];
    private readonly List<float>[] _scores = classes.Count > CurveClassesMax ? [] : [.. CurveClasses(classes.Count).Select(_ => new List<float>())];
    private readonly List<int> _targets = [];
    private readonly RowsNotFinite _notFinite = new();
    private long _rows;

    /// <param name="probabilities">[rows, classes], row by row.</param>
    /// <param name="targets">Class index of each row.</param>
    public void Add(ReadOnlySpan<float> probabilities, ReadOnlySpan<long> targets)
    {
        for (var row = 0; row < targets.Length; row++)
        {
            var (actual, best) = ((int)targets[row], 0);
            var scores = probabilities.Slice(row * classes.Count, classes.Count);
            _actual[actual]++;
            _rows++;
            if (!RowsNotFinite.AreFinite(scores))
            {
                _notFinite.Add(_rows);
                if (_scores.Length > 0)
                    KeepAsWrong(actual);
                continue;
            }
            for (var c = 1; c < scores.Length; c++)
            {
                if (scores[c] > scores[best])
                    best = c;
            }
            _predicted[best]++;
            if (actual == best)
                _right[actual]++;
            if (_matrix is not null)
                _matrix[actual][best]++;
            if (_scores.Length > 0)
                Keep(actual, scores);
        }
    }

    public ClassificationEvaluation Finish(double loss)
    {
        var rows = _actual.Sum();
        return new()
        {
            Loss = loss,
            Rows = rows,
            NotFinite = _notFinite,
            Accuracy = (double)_right.Sum() / rows,
            PerClass = [.. classes.Select(Score)],
            ConfusionMatrix = _matrix,
            RocCurves = _scores.Length == 0 ? null : [.. CurveClasses(classes.Count).Select((c, place) => (classes[c], Curve(c, place)))],
        };
    }

    /// <summary>With two classes one curve tells all.</summary>
    private static int[] CurveClasses(int count) => count == 2 ? [1] : [.. Enumerable.Range(0, count)];

    private void Keep(int actual, ReadOnlySpan<float> scores)
    {
        _targets.Add(actual);
        if (_scores.Length == 1 && scores.Length == 2)
            _scores[0].Add(scores[1]);
        else
        {
            for (var c = 0; c < scores.Length; c++)
                _scores[c].Add(scores[c]);
        }
    }

    /// <summary>Behind every other row where it should be first, and in front of them where it should be last.</summary>
    private void KeepAsWrong(int actual)
    {
        _targets.Add(actual);
        for (var place = 0; place < _scores.Length; place++)
            _scores[place].Add((_scores.Length == 1 ? 1 : place) == actual ? BelowAll : AboveAll);
    }

    private RocCurve Curve(int positiveClass, int place)
    {
        var positive = new bool[_targets.Count];
        for (var row = 0; row < positive.Length; row++)
            positive[row] = _targets[row] == positiveClass;
        return RocCurve.Of(CollectionsMarshal.AsSpan(_scores[place]), positive);
    }

    private ClassScores Score(string name, int c)
    {
        var precision = _predicted[c] == 0 ? 0 : (double)_right[c] / _predicted[c];
        var recall = _actual[c] == 0 ? 0 : (double)_right[c] / _actual[c];
        return new(name, _actual[c], _predicted[c], precision, recall, _right[c] == 0 ? 0 : 2 * precision * recall / (precision + recall));
    }
}
