using System.Text.Json;
using System.Text.Json.Serialization;

namespace Torch.Tests;

/// <summary>Reads Expected/*.json.</summary>
internal static class Expectations
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The cases of a file by name.</summary>
    public static Dictionary<string, T> Read<T>(string file)
        where T : ICase
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Expected", file + ".json"));
        return JsonSerializer.Deserialize<T[]>(stream, Options)!.ToDictionary(one => one.Name);
    }

    /// <summary>The cases' names as theory data.</summary>
    public static TheoryData<string> Names<T>(string file)
        where T : ICase => [.. Read<T>(file).Keys];
}

/// <summary>One case of an expectation file.</summary>
public interface ICase
{
    string Name { get; }
}

/// <summary>A function of tensors: its value, and the gradients of its inputs where there are any.</summary>
public sealed record FunctionCase(string Name, PackedTensor[] Inputs, PackedTensor Output, PackedTensor?[] Grads) : ICase;

/// <summary>A module with its state, one forward and one backward pass.</summary>
public sealed record LayerCase(
    string Name,
    bool Training,
    Dictionary<string, PackedTensor> State,
    PackedTensor Input,
    PackedTensor Output,
    PackedTensor InputGrad,
    Dictionary<string, PackedTensor> Grads,
    Dictionary<string, PackedTensor> StateAfter) : ICase;

/// <summary>An optimizer fed with given gradients: the parameters after each step.</summary>
public sealed record OptimizerCase(string Name, PackedTensor[] Initial, PackedTensor[][] Grads, PackedTensor[][] Trajectory) : ICase;

/// <summary>A training loop: the loss of each step, the gradients' norm where they are clipped, and the final state.</summary>
public sealed record TrainingCase(
    string Name,
    Dictionary<string, PackedTensor> State,
    PackedTensor Input,
    PackedTensor Target,
    double[] Losses,
    double[] Norms,
    Dictionary<string, PackedTensor> StateAfter) : ICase;

/// <summary>What a seed draws.</summary>
public sealed record RandomCase(string Name, PackedTensor Output) : ICase;
