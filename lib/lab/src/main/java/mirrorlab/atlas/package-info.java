/**
 * The atlas: the shared space of U and E as one interactive page that opens offline.
 *
 * <pre>
 *   runs, demonstrations ─► {@link AtlasMaker} ─► {@link Atlas} ({@link AtlasView}, {@link Films}) ─► {@link AtlasPage} (HTML)
 * </pre>
 */
package mirrorlab.atlas;
