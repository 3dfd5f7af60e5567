using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>A declared channel as the API's ChannelSpecification.</summary>
internal static class ChannelSpecification
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, ChannelDeclaration declaration)
    {
        json.WriteStartObject();
        json.WriteString("Name", declaration.Name);
        json.WriteString("Description", EntityDescription.Of(declaration.Help));
        json.WriteBoolean("IsRequired", declaration.Required);
        json.WriteStrings("SupportedContentTypes", declaration.ContentTypes);
        // a channel's CompressionType must be None except in Pipe mode; in the other modes it is the files' own business
        json.WriteStrings("SupportedCompressionTypes", declaration.InputModes.Contains(InputMode.Pipe) ? ["None", "Gzip"] : ["None"]);
        json.WriteStrings("SupportedInputModes", declaration.InputModes.Select(mode => mode.ToString()));
        json.WriteEndObject();
    }
}
