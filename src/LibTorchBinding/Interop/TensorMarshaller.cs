using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp.Interop;

/// <summary>Passes a tensor as its handle, keeping it alive during the call; a returned null handle becomes the exception.</summary>
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedOut, typeof(Out))]
internal static class TensorMarshaller
{
    /// <summary>An argument. Null is passed as null: native code says so where it needs a tensor.</summary>
    public ref struct In
    {
        private torch.Tensor? _tensor;

        public void FromManaged(torch.Tensor? tensor) => _tensor = tensor;

        public readonly nint ToUnmanaged() => _tensor is null ? 0 : _tensor.Handle;

        public readonly void Free() => GC.KeepAlive(_tensor);
    }

    /// <summary>A result.</summary>
    public static class Out
    {
        public static torch.Tensor ConvertToManaged(nint handle) => handle != 0 ? new torch.Tensor(handle) : throw Native.LastError();
    }
}
