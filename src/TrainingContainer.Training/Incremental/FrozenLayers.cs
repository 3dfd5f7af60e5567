using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// The layers that do not learn: their parameters have no gradient, and normalization layers among them use the statistics that they have,
/// without following the rows (PyTorch: requires_grad_(False) and eval()).
/// </summary>
public sealed class FrozenLayers
{
    /// <summary>Every layer learns.</summary>
    public static readonly FrozenLayers None = new(false, []);

    private const string AllButHeadText = "all_but_head";

    private readonly bool _allButHead;

    private FrozenLayers(bool allButHead, IReadOnlyList<string> names) => (_allButHead, Names) = (allButHead, names);

    /// <summary>The layers that are named; a name covers all layers below it.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>True when every layer learns.</summary>
    public bool IsNone => !_allButHead && Names.Count == 0;

    /// <summary>Reads "none", "all_but_head", or names with commas between them, also as a list in brackets.</summary>
    /// <returns>Null when a name is empty.</returns>
    public static FrozenLayers? TryParse(string text)
    {
        var plain = text.Trim();
        if (plain.StartsWith('[') && plain.EndsWith(']'))
            plain = plain[1..^1].Trim();
        if (plain.Length == 0 || plain.Equals("none", StringComparison.OrdinalIgnoreCase))
            return None;
        if (plain.Equals(AllButHeadText, StringComparison.OrdinalIgnoreCase))
            return new(true, []);
        string[] names = [.. plain.Split(',').Select(name => name.Trim().Trim('"', '\'').Trim())];
        return names.Contains("") ? null : new(false, names);
    }

    /// <summary>Adds a mistake for every name that is no layer, and one when nothing would be left to learn, or the last layer could not.</summary>
    /// <param name="model">The network.</param>
    /// <param name="headIsNew">Whether its last layer is drawn anew.</param>
    /// <param name="mistakes">Where they are added.</param>
    public void Check(nn.Module model, bool headIsNew, ICollection<Mistake> mistakes)
    {
        const string Where = "hyperparameter freeze_layers";
        var layers = ParameterLayers.Names(model);
        var unknown = Names.Where(name => !layers.Any(layer => Covers(name, layer))).ToArray();
        foreach (var name in unknown)
        {
            mistakes.Add(new(Where, $"found \"{name}\", expected layers of this network that have parameters: {string.Join(", ", layers)}",
                $"name some of these, {AllButHeadText}, or none"));
        }
        var head = ParameterLayers.Head(model);
        var learning = model.named_parameters().Where(named => named.parameter.requires_grad).ToArray();
        var isFrozen = FrozenIn(model);
        if (unknown.Length == 0 && learning.All(named => isFrozen(named.name)))
            mistakes.Add(new(Where, $"found {this}, which freezes every layer: nothing is left to learn", $"leave the last layer out ({head}), or set {AllButHeadText}"));
        else if (headIsNew && Names.Any(name => Covers(name, head)))
            mistakes.Add(new(Where, $"found {this}, which freezes the last layer, {head}, that new_head draws at random", "leave it out"));
    }

    /// <summary>Freezes them; to be called before the optimizer is made.</summary>
    /// <param name="model">In training mode.</param>
    public void Apply(nn.Module model)
    {
        if (IsNone)
            return;
        var isFrozen = FrozenIn(model);
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (isFrozen(name))
                parameter.requires_grad = false;
        }
        foreach (var (path, module) in model.named_modules())
        {
            string[] own = [.. module.named_parameters(recurse: false).Select(named => named.name), .. module.named_buffers(recurse: false).Select(named => named.name)];
            if (own.Length > 0 && own.All(tensor => isFrozen($"{path}.{tensor}")))
                module.eval();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => IsNone ? "none" : _allButHead ? AllButHeadText : string.Join(",", Names);

    private Func<string, bool> FrozenIn(nn.Module model)
    {
        if (!_allButHead)
            return tensor => Names.Any(name => Covers(name, ParameterLayers.Of(tensor)));
        var head = ParameterLayers.Head(model);
        return tensor => ParameterLayers.Of(tensor) != head;
    }

    private static bool Covers(string name, string layer) => layer == name || layer.StartsWith(name + ".", StringComparison.Ordinal);
}
