namespace TrainingContainer.Training;

/// <summary>What a write that was cut short leaves in the model folder: temporary files, and weights without a description.</summary>
public static class UnfinishedModel
{
    /// <summary>Removes it. A whole model (weights and description) stays, and so does every file of another origin.</summary>
    /// <param name="folder">Usually /opt/ml/model; may be missing.</param>
    /// <returns>Whether a whole model is there.</returns>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public static bool Remove(string folder)
    {
        if (!Directory.Exists(folder))
            return false;
        foreach (var temporary in Directory.GetFiles(folder, WholeFile.TemporaryPattern))
            File.Delete(temporary);
        var weights = Path.Combine(folder, ModelArtifact.WeightsFile);
        var isWhole = File.Exists(Path.Combine(folder, ModelArtifact.DescriptionFile)) && File.Exists(weights);
        if (!isWhole)
            File.Delete(weights);
        return isWhole;
    }
}
