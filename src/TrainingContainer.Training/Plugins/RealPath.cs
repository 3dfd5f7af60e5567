namespace TrainingContainer.Training;

/// <summary>Paths without symbolic links, as realpath(3) gives them.</summary>
internal static class RealPath
{
    /// <summary>Linux follows at most 40 links on the way of a path.</summary>
    private const int LinksMax = 40;

    /// <exception cref="IOException">The links go in a circle.</exception>
    public static string Of(string path)
    {
        var waiting = new Stack<string>(Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var (real, links) = ("/", 0);
        while (waiting.TryPop(out var name))
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }
            var next = Path.Combine(real, name);
            if (name == "." || new FileInfo(next).LinkTarget is not { } target)
            {
                real = name == "." ? real : next;
                continue;
            }
            if (++links > LinksMax)
                throw new IOException($"found more than {LinksMax} symbolic links on the way to {path}");
            if (target.StartsWith('/'))
                real = "/";
            foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                waiting.Push(part);
        }
        return real;
    }
}
