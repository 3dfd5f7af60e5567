namespace TrainingContainer.SageMaker;

/// <summary>The declaration of a channel that an algorithm reads.</summary>
/// <param name="Name">For example <c>train</c>.</param>
/// <param name="Required">Whether a job without it is a mistake.</param>
/// <param name="Help">What it holds, in a sentence.</param>
/// <param name="ContentTypes">The media types it may have, such as <c>text/csv</c>; an empty list allows all.</param>
/// <param name="InputModes">The modes in which it can be read.</param>
public sealed record ChannelDeclaration(
    string Name, bool Required, string Help, IReadOnlyList<string> ContentTypes, IReadOnlyList<InputMode> InputModes);
