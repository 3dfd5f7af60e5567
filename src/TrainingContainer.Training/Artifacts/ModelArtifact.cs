using System.Text.Json;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// The saved model: model.safetensors (PyTorch's names and layouts) and model.json (all that is needed to rebuild the
/// network and to prepare its input). The JSON comes last: where it is, the model is whole.
/// </summary>
public static class ModelArtifact
{
    /// <summary>The weights' file name.</summary>
    public const string WeightsFile = "model.safetensors";

    /// <summary>The description's file name.</summary>
    public const string DescriptionFile = "model.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes both files, or neither.</summary>
    /// <param name="folder">Usually /opt/ml/model.</param>
    /// <param name="model">Its parameters and buffers are written as they are.</param>
    /// <param name="description">Everything else.</param>
    public static void Write(string folder, nn.Module model, ModelDescription description)
    {
        List<(string, Tensor)> tensors = [.. model.named_parameters().Select(named => (named.name, (Tensor)named.parameter)), .. model.named_buffers()];
        File.Delete(Path.Combine(folder, DescriptionFile));
        try
        {
            SafetensorsFile.Write(Path.Combine(folder, WeightsFile), tensors, new Dictionary<string, string> { ["format"] = "pt" });
            WholeFile.Write(Path.Combine(folder, DescriptionFile), stream => JsonSerializer.Serialize(stream, description, Json));
        }
        catch
        {
            UnfinishedModel.Remove(folder);
            throw;
        }
    }
}
