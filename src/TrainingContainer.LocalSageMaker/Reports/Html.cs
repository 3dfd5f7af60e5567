using System.Globalization;
using System.Net;

namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>A piece of HTML. Whatever is put into one is encoded, unless it is HTML itself, so that no text of a job becomes markup.</summary>
/// <param name="Markup">Text and elements; attributes stand in double quotes.</param>
internal readonly record struct Html(string Markup)
{
    /// <summary>No HTML.</summary>
    public static Html None { get; } = new("");

    /// <summary>Markup with holes: a text or number in one is encoded, <see cref="Html"/> and lists of it are taken as they are.</summary>
    public static Html Of(FormattableString markup) => new(markup.ToString(Encoder.Instance));

    /// <inheritdoc/>
    public override string ToString() => Markup;

    private sealed class Encoder : IFormatProvider, ICustomFormatter
    {
        public static readonly Encoder Instance = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? value, IFormatProvider? provider) => value switch
        {
            Html html => html.Markup,
            IEnumerable<Html> list => string.Concat(list),
            IFormattable number => WebUtility.HtmlEncode(number.ToString(format, CultureInfo.InvariantCulture)),
            _ => WebUtility.HtmlEncode(value?.ToString() ?? ""),
        };
    }
}
