package dev.xmdb.dump;

import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.dump.vcpu.VcpuContext;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One domain's memory and vCPUs, as a file holds them. Immutable and thread-safe; the file is mapped read-only and never written.
 *
 * <p>Everything in it is hostile: the counts and offsets that the implementation uses itself are bounded by the file, but frame
 * contents, contexts and strings are whatever the guest, or somebody, left there.
 */
public interface DomainImage extends AutoCloseable {

    /** The file as the user named it. */
    Path path();

    /** The container. */
    ImageFormat format();

    /** How the domain was virtualised. */
    DomainKind kind();

    /** What the frame fields of page-table entries hold. */
    FrameNaming frameNaming();

    /** Bytes in a guest machine word, 8 or 4, as far as the container tells (an HVM guest's own mode is not recorded). */
    int wordSize();

    /**
     * The whole image file (decompressed), mapped read-only. Offsets everywhere are offsets into this segment. Reading what somebody cut
     * off the file since it was opened throws {@link InternalError}, reading after {@link #close} {@link IllegalStateException}.
     */
    MemorySegment bytes();

    /** The vCPU contexts in file order. A context's place is not its vCPU id when vCPUs were skipped by the writer. */
    List<VcpuContext> vcpus();

    /** The shared_info page, when the image has one. */
    Optional<SharedInfo> sharedInfo();

    /** The hypervisor's version, when the image tells. */
    Optional<XenVersion> xenVersion();

    /** Where each frame's bytes are. */
    Frames frames();

    /** The parts of the file. */
    List<ImageSection> sections();

    /** The notes of the file; empty in a container without notes. */
    List<ImageNote> notes();

    /** What is lost, suspect or guessed in this image: one sentence each; empty for a sound image. */
    List<String> degradations();

    /** Unmaps the file and removes the temporary copy of a compressed one. */
    @Override
    void close();
}
