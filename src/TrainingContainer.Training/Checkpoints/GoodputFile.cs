using System.Text.Json;

namespace TrainingContainer.Training;

/// <summary>Writes goodput.json: the share of the time that went into training that counts, and where the rest went.</summary>
public static class GoodputFile
{
    /// <summary>Its name.</summary>
    public const string Name = "goodput.json";

    /// <summary>Writes it, whole or not at all.</summary>
    /// <param name="path">Usually /opt/ml/output/data/goodput.json.</param>
    /// <param name="record">The sums over all attempts.</param>
    public static void Write(string path, GoodputRecord record) => WholeFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("goodput", record.Share);
        json.WriteNumber("total_seconds", record.TotalSeconds);
        json.WriteNumber("attempts", record.Attempts);
        json.WriteNumber("steps", record.Steps);
        json.WriteNumber("redone_steps", record.RedoneSteps);
        json.WriteNumber("redone_seconds", record.RedoneSeconds);
        json.WriteStartObject("seconds");
        foreach (var phase in Enum.GetValues<GoodputPhase>())
            json.WriteNumber(GoodputRecord.NameOf(phase), record.SecondsOf(phase));
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
