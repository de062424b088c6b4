package dev.xmdb.dump;

/**
 * One note of an image.
 *
 * @param name owner, for example {@code Xen}
 * @param type note type
 * @param typeName the type's name, for example {@code XEN_VERSION}; {@code ?} when it is not known
 * @param fileOffset first byte of the note's header
 * @param size bytes of its descriptor
 * @param summary the content in one line
 */
public record ImageNote(String name, long type, String typeName, long fileOffset, long size, String summary) {}
