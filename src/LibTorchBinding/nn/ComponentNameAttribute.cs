namespace TorchSharp.Utils;

/// <summary>The name under which a field's module, parameter or buffer is registered, where it is not the field's name.</summary>
public class ComponentNameAttribute : Attribute
{
    public string Name { get; set; } = "";
}
