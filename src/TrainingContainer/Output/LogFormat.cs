using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Output;

/// <summary>An event as a line, <c>12:34:56.789 WRN message</c>, and behind it an exception's lines, indented.</summary>
internal sealed class LogFormat : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        output.Write(' ');
        output.Write(Level(logEvent.Level));
        output.Write(' ');
        output.WriteLine(LogLine.Of(Message(logEvent)));
        if (logEvent.Exception is null)
            return;
        foreach (var line in logEvent.Exception.ToString().Split('\n'))
            output.WriteLine($"  {LogLine.Of(line.TrimEnd('\r'))}");
    }

    /// <summary>With texts as they are: Serilog would put quotes around them.</summary>
    private static string Message(LogEvent logEvent)
    {
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            if (token is PropertyToken property && logEvent.Properties.TryGetValue(property.PropertyName, out var value) && value is ScalarValue { Value: string text })
                message.Write(text);
            else
                token.Render(logEvent.Properties, message, CultureInfo.InvariantCulture);
        }

        return message.ToString();
    }

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "VRB",
        LogEventLevel.Debug => "DBG",
        LogEventLevel.Information => "INF",
        LogEventLevel.Warning => "WRN",
        LogEventLevel.Error => "ERR",
        _ => "FTL",
    };
}
