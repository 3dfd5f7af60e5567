using System.Globalization;
using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// Reads ParameterRanges of a HyperParameterTuningJobConfig and finds every mistake in it. Limits: the API model (types ParameterRanges,
/// ParameterKey, ParameterValue) and "Define Hyperparameter Ranges" of the developer guide.
/// </summary>
internal sealed class ParameterRangesReader
{
    private const int RangesMax = 30;
    private const int ValuesMax = 30;
    private const int TextMax = 256;

    /// <summary>Beyond it a double does not tell neighbours apart when halves are added.</summary>
    private const long IntegerMax = 1L << 52;

    private readonly string _where;
    private readonly ICollection<Mistake> _mistakes;
    private readonly List<ParameterRange> _ranges = [];

    private ParameterRangesReader(string where, ICollection<Mistake> mistakes) => (_where, _mistakes) = (where, mistakes);

    /// <summary>The space that the ranges span: integer ranges first, then continuous, then categorical ones, each in the order given.</summary>
    /// <param name="json">ParameterRanges.</param>
    /// <param name="where">Its place, for example <c>HyperParameterTuningJobConfig.ParameterRanges</c>.</param>
    /// <param name="strategy">Grid takes categorical ranges only.</param>
    /// <param name="mistakes">Receives every mistake.</param>
    /// <returns>Null when there was a mistake.</returns>
    public static SearchSpace? Read(JsonElement json, string where, TuningStrategyType strategy, ICollection<Mistake> mistakes)
    {
        int before = mistakes.Count;
        new ParameterRangesReader(where, mistakes).ReadAll(json, strategy, out var ranges);
        return mistakes.Count == before ? new SearchSpace(ranges) : null;
    }

    private void ReadAll(JsonElement json, TuningStrategyType strategy, out IReadOnlyList<ParameterRange> ranges)
    {
        ranges = _ranges;
        if (json.ValueKind != JsonValueKind.Object)
        {
            Add(_where, $"found {Shown(json)}, expected an object with IntegerParameterRanges, ContinuousParameterRanges, CategoricalParameterRanges");
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        int count = 0;
        foreach (var member in json.EnumerateObject().OrderBy(member => Order(member.Name)))
        {
            string where = $"{_where}.{member.Name}";
            switch (member.Name)
            {
                case "IntegerParameterRanges" or "ContinuousParameterRanges" or "CategoricalParameterRanges":
                    count += ReadList(member.Value, where, member.Name, names);
                    break;
                case "AutoParameters":
                    if (member.Value.ValueKind != JsonValueKind.Array || member.Value.GetArrayLength() > 0)
                        Add(where, "is not emulated: only the service chooses ranges by itself", "give the ranges");
                    break;
                default:
                    Add(where, "is unknown", "expected IntegerParameterRanges, ContinuousParameterRanges, CategoricalParameterRanges");
                    break;
            }
        }

        if (count == 0 && _mistakes.Count == 0)
            Add(_where, "has no range", "give at least one hyperparameter to search");
        if (count > RangesMax)
            Add(_where, $"found {count} ranges, expected at most {RangesMax} in all");
        if (strategy == TuningStrategyType.Grid && _ranges.Any(range => range is not CategoricalParameterRange))
        {
            Add(_where, $"found ranges of numbers for {string.Join(", ", _ranges.Where(range => range is not CategoricalParameterRange).Select(range => range.Name))}, "
                + "expected categorical ranges only with the strategy Grid", "list the values in CategoricalParameterRanges");
        }
    }

    private static int Order(string member) => member switch { "IntegerParameterRanges" => 0, "ContinuousParameterRanges" => 1, _ => 2 };

    private int ReadList(JsonElement list, string where, string kind, HashSet<string> names)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            Add(where, $"found {Shown(list)}, expected a list");
            return 0;
        }

        int index = 0;
        foreach (var item in list.EnumerateArray())
        {
            string place = $"{where}[{index++}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                Add(place, $"found {Shown(item)}, expected an object");
                continue;
            }

            bool categorical = kind == "CategoricalParameterRanges";
            foreach (var member in item.EnumerateObject())
            {
                if (member.Name is not "Name" && (categorical ? member.Name is not "Values" : member.Name is not ("MinValue" or "MaxValue" or "ScalingType")))
                    Add($"{place}.{member.Name}", "is unknown", categorical ? "expected Name, Values" : "expected Name, MinValue, MaxValue, ScalingType");
            }

            string? name = Text(item, "Name", place);
            if (name is not null && !names.Add(name))
                Add($"{place}.Name", $"found \"{name}\" a second time, expected one range for each hyperparameter");
            switch (kind)
            {
                case "IntegerParameterRanges": ReadInteger(item, name, place); break;
                case "ContinuousParameterRanges": ReadContinuous(item, name, place); break;
                default: ReadCategorical(item, name, place); break;
            }
        }

        return index;
    }

    private void ReadInteger(JsonElement item, string? name, string where)
    {
        long? min = Integer(item, "MinValue", where), max = Integer(item, "MaxValue", where);
        var scaling = Scaling(item, where, min, max, integer: true);
        if (Ordered(min, max, where) && scaling is { } valid && name is not null)
            _ranges.Add(new IntegerParameterRange(name, min!.Value, max!.Value, valid));
    }

    private void ReadContinuous(JsonElement item, string? name, string where)
    {
        double? min = Number(item, "MinValue", where), max = Number(item, "MaxValue", where);
        var scaling = Scaling(item, where, min, max, integer: false);
        if (Ordered(min, max, where) && scaling is { } valid && name is not null)
            _ranges.Add(new ContinuousParameterRange(name, min!.Value, max!.Value, valid));
    }

    private void ReadCategorical(JsonElement item, string? name, string where)
    {
        where = $"{where}.Values";
        if (!item.TryGetProperty("Values", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            Add(where, item.TryGetProperty("Values", out _) ? $"found {Shown(list)}, expected a list of 1 to {ValuesMax} texts" : "is missing");
            return;
        }

        var values = new List<string>();
        int before = _mistakes.Count;
        int index = 0;
        foreach (var value in list.EnumerateArray())
        {
            string place = $"{where}[{index++}]";
            if (value.ValueKind != JsonValueKind.String)
                Add(place, $"found {Shown(value)}, expected a text", $"write \"{Shown(value)}\"");
            else if (value.GetString()! is { Length: > TextMax })
                Add(place, $"found {value.GetString()!.Length} characters, expected at most {TextMax}");
            else if (values.Contains(value.GetString()!))
                Add(place, $"found \"{value.GetString()}\" a second time, expected different values");
            else
                values.Add(value.GetString()!);
        }

        if (index is 0 or > ValuesMax)
            Add(where, $"found {index} values, expected 1 to {ValuesMax}");
        if (_mistakes.Count == before && name is not null)
            _ranges.Add(new CategoricalParameterRange(name, values));
    }

    private long? Integer(JsonElement item, string member, string where)
    {
        if (Text(item, member, where) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && Math.Abs((double)value) <= IntegerMax)
            return value;
        Add($"{where}.{member}", $"found \"{text}\", expected a whole number of at most ±2^52");
        return null;
    }

    private double? Number(JsonElement item, string member, string where)
    {
        if (Text(item, member, where) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
            return value;
        Add($"{where}.{member}", $"found \"{text}\", expected a number");
        return null;
    }

    private bool Ordered(double? min, double? max, string where)
    {
        if (min > max)
            Add($"{where}.MaxValue", string.Create(CultureInfo.InvariantCulture, $"found {max}, expected at least MinValue, {min}"));
        return min <= max;
    }

    private ParameterScaling? Scaling(JsonElement item, string where, double? min, double? max, bool integer)
    {
        if (!item.TryGetProperty("ScalingType", out var element))
            return ParameterScaling.Auto;
        where = $"{where}.ScalingType";
        if (element.ValueKind != JsonValueKind.String || !Enum.TryParse(element.GetString(), out ParameterScaling scaling)
            || scaling.ToString() != element.GetString())
        {
            Add(where, $"found {Shown(element)}, expected one of {string.Join(", ", Enum.GetNames<ParameterScaling>())}");
            return null;
        }

        if (scaling == ParameterScaling.Logarithmic && min <= 0)
            Add(where, "Logarithmic works only for values above 0", "raise MinValue, or choose Linear");
        else if (scaling == ParameterScaling.ReverseLogarithmic && integer)
            Add(where, "ReverseLogarithmic works only for continuous ranges", "choose Linear or Logarithmic");
        else if (scaling == ParameterScaling.ReverseLogarithmic && (min < 0 || max >= 1))
            Add(where, "ReverseLogarithmic works only for values from 0 to below 1", "narrow the range, or choose Linear");
        else
            return scaling;
        return null;
    }

    /// <summary>A text of 1 to 256 characters; the API gives numbers as texts too.</summary>
    private string? Text(JsonElement item, string member, string where)
    {
        where = $"{where}.{member}";
        if (!item.TryGetProperty(member, out var element))
            Add(where, "is missing");
        else if (element.ValueKind != JsonValueKind.String)
            Add(where, $"found {Shown(element)}, expected a text", $"write \"{Shown(element)}\"");
        else if (element.GetString()!.Length is 0 or > TextMax)
            Add(where, $"found {element.GetString()!.Length} characters, expected 1 to {TextMax}");
        else
            return element.GetString();
        return null;
    }

    private void Add(string where, string what, string? fix = null) => _mistakes.Add(new Mistake(where, what, fix));

    private static string Shown(JsonElement element)
    {
        string text = element.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}
