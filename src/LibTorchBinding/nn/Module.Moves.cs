using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                ThrowIfNotFloatingPoint(dtype);
                InitializeDeviceType(device.type);
                foreach (var (_, child) in named_children())
                    child._to(device, dtype, non_blocking);
                return MoveOwn(dtype, device);
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                InitializeDeviceType(deviceType);
                foreach (var (_, child) in named_children())
                    child._to(deviceType, deviceIndex, non_blocking);
                return MoveOwn(null, new Device(deviceType, deviceIndex));
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                ThrowIfNotFloatingPoint(dtype);
                foreach (var (_, child) in named_children())
                    child._to(dtype, non_blocking);
                return MoveOwn(dtype, null);
            }

            private static void ThrowIfNotFloatingPoint(ScalarType dtype)
            {
                if (!is_floating_point(dtype))
                    throw new ArgumentException($"found {dtype}, expected a floating-point type: parameters are trained", nameof(dtype));
            }

            /// <summary>Replaces the parameters and buffers that are elsewhere or of another type, in fields and properties too.</summary>
            private Module MoveOwn(ScalarType? dtype, Device? device)
            {
                foreach (var (name, parameter) in _params.ToList())
                {
                    if (Moved(parameter, dtype, device) is { } moved)
                        Assign(name, moved, () => _params[name] = moved, parameter);
                }
                foreach (var (name, (buffer, persistent)) in _buffers.ToList())
                {
                    if (Moved(buffer, dtype, device) is { } moved)
                        Assign(name, moved, () => _buffers[name] = (moved, persistent), buffer);
                }
                return this;
            }

            private static Parameter? Moved(Parameter parameter, ScalarType? dtype, Device? device)
            {
                var (type, place) = Target(parameter, dtype, device);
                using var grad = parameter.grad;
                if (!parameter.DiffersFrom(type, place) && (grad is null || !grad.DiffersFrom(type, place)))
                    return null;
                using (no_grad())
                {
                    var moved = new Parameter(parameter.to(type, place), parameter.requires_grad);
                    moved.DetachFromDisposeScope();
                    if (grad is not null)
                    {
                        using var movedGrad = grad.to(type, place);
                        moved.grad = movedGrad;
                    }
                    return moved;
                }
            }

            private static Tensor? Moved(Tensor buffer, ScalarType? dtype, Device? device)
            {
                var (type, place) = Target(buffer, dtype, device);
                return buffer.DiffersFrom(type, place) ? buffer.to(type, place).DetachFromDisposeScope() : null;
            }

            private static (ScalarType Type, Device Place) Target(Tensor tensor, ScalarType? dtype, Device? device) =>
                (tensor.is_floating_point() ? dtype ?? tensor.dtype : tensor.dtype, device ?? tensor.device);

            private void Assign(string name, Tensor moved, Action register, Tensor old)
            {
                var property = GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.Public);
                if (property is { CanWrite: true })
                {
                    property.SetValue(this, moved);
                    return;
                }
                register();
                ComponentFields().FirstOrDefault(component => component.Name == name).Field?.SetValue(this, moved);
                old.Dispose();
            }
        }
    }
}
