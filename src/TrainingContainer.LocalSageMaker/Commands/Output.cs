using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>Prints answers as the AWS CLI does: JSON, four spaces deep.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints an answer.</summary>
    public static void Print(JsonNode answer) => Console.Out.WriteLine(answer.ToJsonString(Indented));
}
