using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// Where a job says that its model lies: the hyperparameters <c>sagemaker_program</c> and <c>sagemaker_submit_directory</c>,
/// as for AWS's Python toolkit.
/// </summary>
/// <param name="Name">The file's name, such as MyModel.dll.</param>
/// <param name="Folder">The folder given; null to look into the usual ones.</param>
/// <param name="Paths">Of the job.</param>
public sealed record ModelProgram(string Name, string? Folder, JobPaths Paths)
{
    /// <summary>The hyperparameter that names the assembly.</summary>
    public const string ProgramName = "sagemaker_program";

    /// <summary>The hyperparameter that names its folder.</summary>
    public const string FolderName = "sagemaker_submit_directory";

    private const string ProgramWhere = $"hyperparameter {ProgramName}";
    private const string FolderWhere = $"hyperparameter {FolderName}";
    private const string DllFix = "name the assembly alone, for example MyModel.dll, and its folder in sagemaker_submit_directory";

    /// <summary>The folders where a model lies when the job names none: in the image, and the channel "code".</summary>
    public IReadOnlyList<string> Folders => Folder is not null
        ? [Folder]
        : [Path.Combine(Paths.BaseDirectory, "code"), Paths.Channel("code")];

    /// <summary>What the job asks for; null when it names no program.</summary>
    /// <param name="raw">Its hyperparameters, as they stand in the file.</param>
    /// <param name="paths">Of the job.</param>
    public static ModelProgram? Of(IReadOnlyDictionary<string, string> raw, JobPaths paths)
    {
        string? Text(string name) =>
            raw.TryGetValue(name, out var value) && DecodedValue.Of(value) is { IsNotGiven: false } decoded ? decoded.Text.Trim() : null;

        return Text(ProgramName) is { } program ? new(program, Text(FolderName), paths) : null;
    }

    /// <summary>The hyperparameters that can be judged without the model: the built-in ones and the service's own.</summary>
    public static IReadOnlyDictionary<string, string> WithoutUnknown(IReadOnlyDictionary<string, string> raw)
    {
        var known = TrainingHyperparameters.Catalog.Declarations.SelectMany(declaration => declaration.Aliases.Prepend(declaration.Name)).ToHashSet();
        return raw.Where(pair => known.Contains(pair.Key) || pair.Key.StartsWith('_') || pair.Key.StartsWith("sagemaker_", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Loads the model.</summary>
    /// <param name="mistakes">Where the reason is added when there is none.</param>
    /// <returns>The model; null after a mistake.</returns>
    public ModelAssembly? Load(ICollection<Mistake> mistakes)
    {
        try
        {
            return ModelAssembly.Load(Find());
        }
        catch (JobInputException exception)
        {
            foreach (var mistake in exception.Mistakes)
                mistakes.Add(mistake);
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            mistakes.Add(NoPermission.Of(ProgramWhere, exception));
            return null;
        }
    }

    /// <summary>The file, with all links resolved.</summary>
    /// <exception cref="JobInputException">There is none that may be loaded.</exception>
    internal string Find()
    {
        if (!Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            throw Refused(ProgramWhere, $"found \"{Name}\", expected a .NET assembly: this container runs no Python and no scripts", DllFix);
        if (Name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
            throw Refused(ProgramWhere, $"found \"{Name}\", expected a file name without a path", DllFix);
        CheckFolder();
        foreach (var folder in Folders.Select(Mapped))
        {
            if (File.Exists(Path.Combine(folder, Name)))
                return Inside(folder);
        }
        throw Missing();
    }

    private void CheckFolder()
    {
        if (Folder is null)
            return;
        if (Folder.Contains("://", StringComparison.Ordinal) || Folder.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase))
        {
            throw Refused(FolderWhere, $"found \"{Folder}\", expected a folder, or s3://BUCKET/KEY.tar.gz: no other code is fetched or unpacked",
                "give the job the assembly's folder as a channel named code, and leave this hyperparameter out");
        }
        if (!Path.IsPathFullyQualified(Folder))
            throw Refused(FolderWhere, $"found \"{Folder}\", expected an absolute path", "for example /opt/ml/code or /opt/ml/input/data/code");
    }

    /// <summary>At a desk /opt/ml may be another folder; jobs name it all the same.</summary>
    private string Mapped(string folder) =>
        (folder + "/").StartsWith(JobPaths.DefaultBaseDirectory + "/", StringComparison.Ordinal)
            ? Paths.BaseDirectory + folder[JobPaths.DefaultBaseDirectory.Length..]
            : folder;

    private string Inside(string folder)
    {
        var (root, file) = (RealPath.Of(folder), RealPath.Of(Path.Combine(folder, Name)));
        if (!file.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal))
            throw Refused($"assembly {Path.Combine(folder, Name)}", $"found a link to {file}, expected a file within {root}", "copy the assembly into the folder");
        return file;
    }

    private JobInputException Missing()
    {
        var folders = Folders.Select(Mapped).ToArray();
        var present = folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll").Take(10)).Select(Path.GetFileName).ToArray();
        var found = present.Length > 0 ? string.Join(", ", present) : folders.Any(Directory.Exists) ? "no .dll" : "no such folder";
        return Refused(ProgramWhere, $"found {found} in {string.Join(" and ", folders)}, expected {Name}",
            "put the assembly there: COPY it in the Dockerfile, or give the job a channel named code in File mode; upper and lower case matter");
    }

    internal static JobInputException Refused(string where, string what, string fix) => new([new(where, what, fix)]);
}
