package dev.xmdb.dump.file;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.ImageFormat;
import dev.xmdb.dump.ImageNote;
import dev.xmdb.dump.ImageSection;
import dev.xmdb.dump.XenVersion;
import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.dump.vcpu.VcpuContext;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image put together from what a container's reader found.
 *
 * @param file the mapped file, closed with the image
 * @param format the container
 * @param kind how the domain was virtualised
 * @param frameNaming what page tables hold
 * @param wordSize bytes in a guest word
 * @param vcpus contexts in file order
 * @param sharedInfoOrNull the shared_info page, if the image has one
 * @param xenVersionOrNull the hypervisor's version, if the image tells
 * @param frames where pages are
 * @param sections parts of the file
 * @param notes notes of the file
 * @param degradations what is lost, suspect or guessed
 */
public record AssembledImage(
        ImageFile file,
        ImageFormat format,
        DomainKind kind,
        FrameNaming frameNaming,
        int wordSize,
        List<VcpuContext> vcpus,
        @Nullable SharedInfo sharedInfoOrNull,
        @Nullable XenVersion xenVersionOrNull,
        Frames frames,
        List<ImageSection> sections,
        List<ImageNote> notes,
        List<String> degradations)
        implements DomainImage {

    /** Copies the lists. */
    public AssembledImage {
        vcpus = List.copyOf(vcpus);
        sections = List.copyOf(sections);
        notes = List.copyOf(notes);
        degradations = List.copyOf(degradations);
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public MemorySegment bytes() {
        return file.bytes();
    }

    @Override
    public Optional<SharedInfo> sharedInfo() {
        return Optional.ofNullable(sharedInfoOrNull);
    }

    @Override
    public Optional<XenVersion> xenVersion() {
        return Optional.ofNullable(xenVersionOrNull);
    }

    @Override
    public void close() {
        file.close();
    }
}
