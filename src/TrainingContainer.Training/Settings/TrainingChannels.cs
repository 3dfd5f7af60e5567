using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Every channel the training program reads, declared once.</summary>
public static class TrainingChannels
{
    private static readonly string[] ContentTypes =
    [
        "text/csv", "application/x-recordio-protobuf", "application/jsonlines", "text/libsvm", "application/x-recordio", "application/x-image", "image/jpeg", "image/png",
    ];

    private static readonly string[] ContentTypesOfTest = [.. ContentTypes, "text/csv;label_size=0"];
    private static readonly string[] ContentTypesOfModel = ["application/x-sagemaker-model", "application/gzip", "application/x-gzip", "application/x-tar"];
    private static readonly InputMode[] InputModes = [InputMode.File, InputMode.FastFile, InputMode.Pipe];
    private static readonly InputMode[] InputModesOfModel = [InputMode.File, InputMode.FastFile];

    /// <summary>The rows to learn from.</summary>
    public static readonly ChannelDeclaration Train = new(
        "train", true, "The rows to learn from.", ContentTypes, InputModes);

    /// <summary>The rows that choose the model and stop early.</summary>
    public static readonly ChannelDeclaration Validation = new(
        "validation", false, "The rows that choose the model; without it a part of train is held out.", ContentTypes, InputModes);

    /// <summary>The rows that judge the saved model once, at the end.</summary>
    public static readonly ChannelDeclaration Test = new(
        "test", false, "The rows that judge the saved model, once, at the end.", ContentTypesOfTest, InputModes);

    /// <summary>The model of an earlier job that this one continues from; name and content type are those of the service's own algorithms.</summary>
    public static readonly ChannelDeclaration Model = new(
        "model", false, "A model that this program made, to continue from: model.tar.gz, or what is in it.", ContentTypesOfModel, InputModesOfModel);

    /// <summary>What is known of the training rows beforehand.</summary>
    public static readonly ChannelDeclaration Statistics = new(
        "statistics", false, "The statistics.json of an earlier job: rows are standardized by it, and those of a pipe are streamed from the first pass on.", ["application/json"], InputModesOfModel);

    /// <summary>Those that hold rows.</summary>
    public static IReadOnlyList<ChannelDeclaration> Rows { get; } = [Train, Validation, Test];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ChannelDeclaration> All { get; } = [.. Rows, Model, Statistics];
}
