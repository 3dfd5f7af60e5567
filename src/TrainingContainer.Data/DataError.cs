namespace TrainingContainer.Data;

/// <summary>Every failure of this room, one method each: what was found, what was expected, where, and how to fix it.</summary>
internal static partial class DataError
{
    public static DataException SplitRowCount(long rows) => new(
        $"splitting off validation rows: found {rows} rows, expected 2 to {int.MaxValue}. Fix: give more rows, or a validation channel of its own.");

    public static DataException StratifyWithoutClasses(LabelKind kind) => new(
        $"stratified split: found labels of kind {kind}, expected classes. Fix: choose the split method random or chronological.");

    public static DataException StratifyOneRowEach(int classes) => new(
        $"stratified split: found one row in each of the {classes} classes, expected at least two in some. Fix: give more rows per class, choose the split method random, or give a validation channel.");
}
