using System.Reflection;
using System.Security.Cryptography;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>A user's assembly, loaded, with the one model that it holds.</summary>
public sealed class ModelAssembly
{
    /// <summary>Whose code runs on this thread; null when none does.</summary>
    [ThreadStatic]
    private static string? _running;

    private readonly ICustomModel _model;

    private ModelAssembly(string path, string sha256, ICustomModel model, string name, IReadOnlyList<Hyperparameter> hyperparameters)
    {
        (Path, Sha256, _model, Name, Hyperparameters) = (path, sha256, model, name, hyperparameters);
        Catalog = new HyperparameterCatalog([.. TrainingHyperparameters.Catalog.Declarations, .. hyperparameters]);
    }

    /// <summary>The file, without symbolic links.</summary>
    public string Path { get; }

    /// <summary>Of the file, in hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>As the model calls itself.</summary>
    public string Name { get; }

    /// <summary>What the model declares.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters { get; }

    /// <summary>The built-in hyperparameters and the model's.</summary>
    public HyperparameterCatalog Catalog { get; }

    /// <summary>The class that implements <see cref="ICustomModel"/>.</summary>
    public Type Type => _model.GetType();

    /// <summary>Which code it is, for people and to compare: class, file name, SHA-256.</summary>
    public string Identity => $"{Type.FullName} of {System.IO.Path.GetFileName(Path)} (SHA-256 {Sha256})";

    /// <summary>Loads the assembly and makes its model.</summary>
    /// <param name="path">The file; it and the assemblies beside it are loaded.</param>
    /// <exception cref="JobInputException">It holds no model that this program can use; the reason is in it.</exception>
    public static ModelAssembly Load(string path)
    {
        ModelAssemblyFile.Check(path);
        string sha256;
        using (var stream = File.OpenRead(path))
            sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
        return Guarded(path, () => Create(path, sha256, ModelType.Find(new ModelLoadContext(path).LoadFromAssemblyPath(path), path)));
    }

    /// <summary>Asks the model for its network.</summary>
    /// <exception cref="JobInputException">It threw.</exception>
    public TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> Build(ModelRequest request) =>
        Guarded(Path, () => _model.Build(request)) ?? throw Refused(Path, $"{Type.FullName}.Build returned null, expected a module", "return a new module");

    /// <summary>Runs the user's code; what it throws becomes a mistake that names it.</summary>
    internal static T Guarded<T>(string path, Func<T> run)
    {
        var outer = _running;
        _running = path;
        try
        {
            return run();
        }
        catch (Exception exception) when (exception is not (JobInputException or OutOfMemoryException))
        {
            throw Told(path, exception);
        }
        finally
        {
            _running = outer;
        }
    }

    /// <summary>What ends the process while the user's code runs on this thread, as a mistake that names it; any other exception as it is.</summary>
    internal static Exception Explain(Exception exception) => _running is { } path ? Told(path, exception) : exception;

    internal static JobInputException Refused(string path, string what, string fix) => new([new($"assembly {path}", what, fix)]);

    private static ModelAssembly Create(string path, string sha256, Type type)
    {
        var model = (ICustomModel)Activator.CreateInstance(type)!;
        var (name, declared) = (model.Name, model.Hyperparameters);
        if (string.IsNullOrWhiteSpace(name))
            throw Refused(path, $"{type.FullName}.Name is empty", "return a name for the log");
        if (declared is null || declared.Any(declaration => declaration is null))
            throw Refused(path, $"{type.FullName}.Hyperparameters is null or holds a null", "return the declarations, or an empty list");
        CheckNames(path, declared);
        return new(path, sha256, model, name.Trim(), [.. declared]);
    }

    private static void CheckNames(string path, IReadOnlyList<Hyperparameter> declared)
    {
        static IEnumerable<string> NamesOf(Hyperparameter declaration) => declaration.Aliases.Prepend(declaration.Name);

        var taken = TrainingHyperparameters.Catalog.Declarations.SelectMany(NamesOf).ToHashSet(StringComparer.Ordinal);
        var wrong = declared.SelectMany(NamesOf).Where(name =>
            !taken.Add(name) || name.StartsWith('_') || name.StartsWith("sagemaker_", StringComparison.Ordinal)).ToArray();
        if (wrong.Length > 0)
        {
            throw Refused(path, $"it declares the hyperparameters {string.Join(", ", wrong)}, which are built in, reserved or declared twice",
                "give them other names, or read the built-in ones from ModelRequest.Settings");
        }
    }

    private static JobInputException Told(string path, Exception exception)
    {
        var thrown = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
        if (thrown is TypeInitializationException { InnerException: { } cause })
            thrown = cause;
        var isLoading = thrown is TypeLoadException or MissingMemberException or BadImageFormatException
            || (thrown is FileNotFoundException or FileLoadException && thrown.Message.Contains("assembly", StringComparison.OrdinalIgnoreCase));
        var message = NativeStack.Without(thrown.Message).TrimEnd('.');
        return isLoading
            ? Refused(path, $"it does not fit this program: {message}", ModelAssemblyFile.CompileFix)
            : Refused(path, $"its code threw {thrown.GetType().Name}: {message}{Place(thrown)}", "correct the model's code");
    }

    /// <summary>The first line of the stack, which names the user's method.</summary>
    private static string Place(Exception exception) =>
        exception.StackTrace?.Split('\n', 2)[0].Trim() is { Length: > 0 } line ? $" ({line})" : "";
}
