using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public unsafe Span<byte> bytes
        {
            get
            {
                ValidateBytes();
                return BytesSpan();
            }

            set
            {
                ValidateBytes();
                if (value.Length != NumberOfElements * ElementSize)
                    throw new ArgumentException($"found {value.Length} bytes, expected {NumberOfElements * ElementSize}: the size of the tensor", nameof(value));
                value.CopyTo(BytesSpan());
            }
        }

        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException($"found {NumberOfElements} elements, expected 1: item() needs a tensor with one element");
            ValidateType(typeof(T));
            if (device_type == DeviceType.CPU)
                return ReadFirst<T>();
            using var here = cpu();
            return here.ReadFirst<T>();
        }

        public Scalar ToScalar()
        {
            Native.tb_item(this, out var value);
            return new Scalar(value);
        }

        public Tensor copy_(Tensor source, bool nonBlocking = false)
        {
            Native.tb_copy_(this, source, nonBlocking);
            return this;
        }

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator short(Tensor value) => value.ToInt16();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        /// <summary>The address of the first element.</summary>
        internal nint DataPointer()
        {
            Native.tb_data(this, out var data);
            return data;
        }

        internal void ValidateType(Type type)
        {
            var expected = dtype switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Float16 => typeof(Half),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                ScalarType.Bool => typeof(bool),
                _ => null,
            };
            if (type != expected)
                throw new ArgumentException($"found {type.Name}, expected {expected?.Name ?? "no .NET type"}: the elements are {dtype}");
        }

        private unsafe T ReadFirst<T>()
            where T : unmanaged
        {
            var value = *(T*)DataPointer();
            GC.KeepAlive(this);
            return value;
        }

        private void ValidateBytes()
        {
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException($"found a tensor on {device}, expected one on the CPU: move or copy it before reading its bytes");
            if (!is_contiguous())
                throw new InvalidOperationException("found a tensor that is not contiguous: call contiguous() before reading its bytes");
            if (NumberOfElements * ElementSize > int.MaxValue)
                throw new ArgumentException($"found {NumberOfElements * ElementSize} bytes, expected at most {int.MaxValue}: read the tensor in parts (narrow)");
        }

        private unsafe Span<byte> BytesSpan() => new((void*)DataPointer(), (int)(NumberOfElements * ElementSize));
    }
}
