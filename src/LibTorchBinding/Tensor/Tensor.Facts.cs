using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Native.tb_dim(this);

        public long ndim => Dimensions;

        public long NumberOfElements => Native.tb_numel(this);

        public long ElementSize => Native.tb_element_size(this);

        public ScalarType dtype => (ScalarType)Native.tb_dtype(this);

        public DeviceType device_type => (DeviceType)Native.tb_device_type(this);

        public int device_index => Native.tb_device_index(this);

        public Device device => device_type == DeviceType.CPU ? new Device(DeviceType.CPU) : new Device(device_type, device_index);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_leaf => Native.tb_is_leaf(this);

        public long[] shape => size();

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous() => Native.tb_is_contiguous(this);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_pinned()
        {
            Native.tb_is_pinned(this, out var pinned);
            return pinned;
        }

        public long size(int dim)
        {
            Native.tb_size(this, dim, out var size);
            return size;
        }

        public unsafe long[] size()
        {
            var sizes = new long[Dimensions];
            fixed (long* to = sizes)
                Native.tb_sizes(this, to);
            return sizes;
        }

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* to = strides)
                Native.tb_strides(this, to);
            return strides;
        }

        /// <summary>Whether to() with these would copy.</summary>
        internal bool DiffersFrom(ScalarType type, Device place) =>
            dtype != type || device_type != place.type || device_index != place.index;
    }

    public static long numel(Tensor input) => input.numel();

    public static bool is_floating_point(Tensor input) => input.is_floating_point();
}
