namespace TrainingContainer.Training;

/// <summary>What model.json says of a user's own model, in place of layers.</summary>
/// <param name="Name">As the model calls itself.</param>
/// <param name="Assembly">The file's name.</param>
/// <param name="AssemblyVersion">As compiled into it.</param>
/// <param name="Sha256">Of the file, in hexadecimal.</param>
/// <param name="Type">The class's full name.</param>
/// <param name="Hyperparameters">Its own, as they were in effect.</param>
public sealed record CustomModelDescription(
    string Name, string Assembly, string AssemblyVersion, string Sha256, string Type, IReadOnlyDictionary<string, string> Hyperparameters);
