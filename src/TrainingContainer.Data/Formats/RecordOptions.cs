namespace TrainingContainer.Data;

/// <summary>What a record is to be made into.</summary>
public sealed record RecordOptions
{
    /// <summary>What the label holds. Default: a class.</summary>
    public LabelKind LabelKind { get; init; } = LabelKind.Class;

    /// <summary>For formats with columns: 0-based column of the label; negative counts from the end (-1 is the last). Default: 0, the first.</summary>
    public int LabelColumn { get; init; }

    /// <summary>Bytes that one record may take, 1 to 1 GiB. Longer is an error, found without holding much more than that. Default: 64 MiB.</summary>
    public int RecordLengthMax { get; init; } = 64 << 20;

    /// <summary>For images: what they are scaled to. Null: there are no images.</summary>
    public ImageShape? ImageShape { get; init; }

    /// <summary>For image files: their labels. Null: the class is the name of the folder that a file lies in.</summary>
    public ImageList? ImageList { get; init; }
}
