using System.Text.Json;

namespace TrainingContainer.Training;

/// <summary>Writes evaluation.json: what the saved model achieves on the validation rows and on the test channel.</summary>
public static class EvaluationFile
{
    /// <summary>Writes it, whole or not at all.</summary>
    /// <param name="path">Usually /opt/ml/output/data/evaluation.json.</param>
    /// <param name="evaluations">By the name of the rows: "validation", "test".</param>
    public static void Write(string path, IReadOnlyDictionary<string, Evaluation> evaluations) => WholeFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        foreach (var (name, evaluation) in evaluations)
        {
            json.WriteStartObject(name);
            json.WriteNumber("rows", evaluation.Rows);
            json.WriteNumber("rows_not_finite", evaluation.NotFinite.Count);
            foreach (var (measure, value) in evaluation.Measures)
                WriteFinite(json, measure, value);
            if (evaluation is ClassificationEvaluation classification)
                WriteClasses(json, classification);
            if (evaluation is RegressionEvaluation regression)
                WriteResiduals(json, regression);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });

    private static void WriteClasses(Utf8JsonWriter json, ClassificationEvaluation evaluation)
    {
        json.WriteStartArray("classes");
        foreach (var scores in evaluation.PerClass)
        {
            json.WriteStartObject();
            json.WriteString("class", scores.Class);
            json.WriteNumber("support", scores.Support);
            WriteFinite(json, "precision", scores.Precision);
            WriteFinite(json, "recall", scores.Recall);
            WriteFinite(json, "f1", scores.F1);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (evaluation.ConfusionMatrix is { } matrix)
        {
            json.WriteStartArray("confusion_matrix");
            foreach (var row in matrix)
                WriteNumbers(json, row, static (writer, count) => writer.WriteNumberValue(count));
            json.WriteEndArray();
        }
        if (evaluation.RocCurves is not { } curves)
            return;
        json.WriteStartArray("roc");
        foreach (var (name, curve) in curves)
        {
            json.WriteStartObject();
            json.WriteString("class", name);
            WriteFinite(json, "auc", curve.Auc);
            WriteNumbers(json, "false_positive_rate", curve.FalsePositiveRates);
            WriteNumbers(json, "true_positive_rate", curve.TruePositiveRates);
            WriteNumbers(json, "threshold", curve.Thresholds);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteResiduals(Utf8JsonWriter json, RegressionEvaluation evaluation)
    {
        json.WriteStartObject("residuals");
        WriteFinite(json, "mean", evaluation.MeanResidual);
        json.WriteStartArray("quantiles");
        foreach (var (quantile, residual) in evaluation.Quantiles)
        {
            json.WriteStartObject();
            json.WriteNumber("quantile", quantile);
            WriteFinite(json, "residual", residual);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>JSON has no NaN: what could not be computed is null.</summary>
    private static void WriteFinite(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, float[] values)
    {
        json.WritePropertyName(name);
        WriteNumbers(json, values, static (writer, value) => writer.WriteNumberValue(value));
    }

    private static void WriteNumbers<T>(Utf8JsonWriter json, T[] values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (var value in values)
            write(json, value);
        json.WriteEndArray();
    }
}
