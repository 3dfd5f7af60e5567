namespace TrainingContainer.SageMaker;

/// <summary>The pages of native stack that libtorch puts behind what it says.</summary>
public static class NativeStack
{
    // of c10::Error, and of its allocator for the CPU
    private static readonly string[] Beginnings = ["Exception raised from", "\nframe #0:"];

    /// <summary>The message in front of it; the whole one where it has none, or nothing else.</summary>
    /// <param name="message">Of an exception.</param>
    public static string Without(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (var beginning in Beginnings)
        {
            var stack = message.IndexOf(beginning, StringComparison.Ordinal);
            if (stack > 0)
                message = message[..stack].TrimEnd();
        }

        return message;
    }
}
