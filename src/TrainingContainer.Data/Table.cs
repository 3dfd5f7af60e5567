namespace TrainingContainer.Data;

/// <summary>A channel whose rows are found by their index, in memory or in a <see cref="RowCache"/>: one row of features per example and, unless <see cref="LabelKind"/> is None, one label per row.</summary>
public sealed class Table
{
    private Table(IFeatureRows features, LabelKind labelKind, int[] classIndexes, IReadOnlyList<string> classes, float[] numbers)
    {
        Features = features;
        LabelKind = labelKind;
        ClassIndexes = classIndexes;
        Classes = classes;
        Numbers = numbers;
    }

    /// <summary>The number of examples.</summary>
    public long RowCount => Features.RowCount;

    /// <summary>The number of features per example (the label is not one).</summary>
    public int FeatureCount => Features.ColumnCount;

    /// <summary>The features; NaN where a value was missing.</summary>
    public IFeatureRows Features { get; }

    /// <summary>What the labels are.</summary>
    public LabelKind LabelKind { get; }

    /// <summary>For class labels, each row's index into <see cref="Classes"/>; otherwise empty.</summary>
    public int[] ClassIndexes { get; }

    /// <summary>
    /// The names of the classes; empty for other labels. Numeric names are in numeric order and spelled canonically ("2.0" is "2"), other
    /// names are in ordinal order, unless the reader was given a closed list: then exactly that list.
    /// </summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>For number labels, each row's label; otherwise empty.</summary>
    public float[] Numbers { get; }

    /// <summary>Whether the reader stopped at the limit of <see cref="CsvOptions.RowsMax"/> or <see cref="CsvOptions.TextBytesMax"/>, so that the channel may hold more.</summary>
    public bool IsSample { get; internal set; }

    /// <summary>Bytes of features and labels: 4 for each.</summary>
    public long MemoryBytes => sizeof(float) * RowCount * (FeatureCount + 1L);

    /// <summary>What is known of the rows without looking at them.</summary>
    public ChannelSummary Summary => new(FeatureCount, RowCount, Classes, IsSample);

    /// <summary>A table without labels.</summary>
    /// <param name="features">One row per example.</param>
    public static Table WithoutLabels(IFeatureRows features) => new(features, LabelKind.None, [], [], []);

    /// <summary>A table whose labels are classes.</summary>
    /// <param name="features">One row per example.</param>
    /// <param name="classIndexes">One index into <paramref name="classes"/> per row.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <exception cref="ArgumentException">There is not one label per row, or an index is outside of the classes.</exception>
    public static Table WithClasses(IFeatureRows features, int[] classIndexes, IReadOnlyList<string> classes)
    {
        RequireOnePerRow(features, classIndexes.Length, nameof(classIndexes));
        if (classIndexes.Length > 0 && (classIndexes.Min() < 0 || classIndexes.Max() >= classes.Count))
        {
            throw new ArgumentException($"Found indexes {classIndexes.Min()} to {classIndexes.Max()}, expected 0 to {classes.Count - 1}.", nameof(classIndexes));
        }

        return new(features, LabelKind.Class, classIndexes, classes, []);
    }

    /// <summary>A table whose labels are numbers.</summary>
    /// <param name="features">One row per example.</param>
    /// <param name="numbers">One label per row.</param>
    /// <exception cref="ArgumentException">There is not one label per row.</exception>
    public static Table WithNumbers(IFeatureRows features, float[] numbers)
    {
        RequireOnePerRow(features, numbers.Length, nameof(numbers));
        return new(features, LabelKind.Number, [], [], numbers);
    }

    /// <summary>The same rows, their classes counted in another list.</summary>
    /// <param name="classes">Has all classes of this table, in any order, and perhaps others.</param>
    /// <exception cref="ArgumentException">A class of this table is not in it.</exception>
    public Table InClasses(IReadOnlyList<string> classes)
    {
        var known = new ClosedClasses(classes);
        int[] places = [.. Classes.Select(known.Find)];
        if (places.Contains(-1))
        {
            throw new ArgumentException($"Found {classes.Count} classes, expected all of this table's {Classes.Count} among them.", nameof(classes));
        }

        return new(Features, LabelKind, Array.ConvertAll(ClassIndexes, index => places[index]), classes, Numbers) { IsSample = IsSample };
    }

    private static void RequireOnePerRow(IFeatureRows features, int labels, string parameter)
    {
        if (labels != features.RowCount)
        {
            throw new ArgumentException($"Found {labels} labels, expected one for each of the {features.RowCount} rows.", parameter);
        }
    }
}
