using System.Runtime.CompilerServices;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Modules;

/// <summary>Modules called one after the other, under the names "0", "1", … or given ones.</summary>
public class Sequential : torch.nn.Module<Tensor, Tensor>
{
    private readonly List<torch.nn.IModule<Tensor, Tensor>> _modules = [];
    private readonly List<string> _names = [];

    internal Sequential()
        : base(nameof(Sequential))
    {
    }

    protected Sequential(params (string name, torch.nn.Module<Tensor, Tensor> submodule)[] modules)
        : this()
    {
        foreach (var (name, submodule) in modules)
            append(name, submodule);
    }

    protected Sequential(params torch.nn.Module<Tensor, Tensor>[] modules)
        : this()
    {
        foreach (var module in modules)
            append(module);
    }

    public int Count => _modules.Count;

    [IndexerName("SequentialItems")]
    public torch.nn.IModule<Tensor, Tensor> this[int index] => _modules[index];

    public Sequential append(torch.nn.IModule<Tensor, Tensor> module) =>
        append(_modules.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

    public Sequential append(string name, torch.nn.IModule<Tensor, Tensor> module)
    {
        _modules.Add(module);
        _names.Add(name);
        return this;
    }

    /// <summary>The results between the modules are disposed of on the way.</summary>
    public override Tensor forward(Tensor tensor)
    {
        if (_modules.Count == 0)
            return tensor.alias();
        var result = _modules[0].call(tensor);
        for (var i = 1; i < _modules.Count; i++)
        {
            var input = result;
            result = _modules[i].call(input);
            input.Dispose();
        }
        return result;
    }

    public override IEnumerable<(string name, torch.nn.Module module)> named_children() =>
        _names.Select((name, i) => (name, (torch.nn.Module)_modules[i]));

    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
    {
        if (!recurse)
            yield break;
        var seen = new HashSet<IntPtr>();
        foreach (var (childName, child) in named_children())
        {
            foreach (var (name, parameter) in child.named_parameters(true))
            {
                if (seen.Add(parameter.Handle))
                    yield return ($"{childName}.{name}", parameter);
            }
        }
    }

    public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true)
    {
        if (!recurse)
            yield break;
        var seen = new HashSet<IntPtr>();
        foreach (var (childName, child) in named_children())
        {
            foreach (var (name, buffer) in child.named_buffers(true, include_persistent))
            {
                if (seen.Add(buffer.Handle))
                    yield return ($"{childName}.{name}", buffer);
            }
        }
    }
}
