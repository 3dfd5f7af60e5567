namespace TrainingContainer.Data;

/// <summary>What the label column of a CSV channel holds.</summary>
public enum LabelKind
{
    /// <summary>There is no label column: every column is a feature.</summary>
    None,

    /// <summary>The name or number of a class.</summary>
    Class,

    /// <summary>A number to predict.</summary>
    Number,
}
