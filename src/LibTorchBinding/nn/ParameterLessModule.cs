namespace TorchSharp.Modules;

/// <summary>A module without parameters or buffers.</summary>
public interface IParameterLessModule
{
}

/// <summary>A module without parameters or buffers: moving and converting it does nothing.</summary>
public abstract class ParameterLessModule<T1, TResult> : torch.nn.Module<T1, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_buffer(string name, torch.Tensor tensor, bool persistent = true) =>
        throw new InvalidOperationException($"buffer {name}: a module without parameters has no buffers either");

    public override void register_parameter(string name, Parameter param) =>
        throw new InvalidOperationException($"parameter {name}: this module is declared to have none");

    public override void register_module(string name, torch.nn.Module submodule)
    {
        if (submodule is not IParameterLessModule)
            throw new InvalidOperationException($"module {name}: the modules of a module without parameters must have none either");
        base.register_module(name, submodule);
    }

    protected internal override torch.nn.Module _to(torch.Device device, torch.ScalarType dtype, bool non_blocking) => this;

    protected internal override torch.nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    protected internal override torch.nn.Module _to(torch.ScalarType dtype, bool non_blocking) => this;
}
