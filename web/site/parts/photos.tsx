/** Photos with their captions. A picture is shown if the service itself has it, so that nothing is loaded from elsewhere. */
import { messages } from "../language";
import type { ActorLike, Localized } from "./shapes";
import { ActorLink, Listed, Text } from "./text";

interface PhotoLike {
  readonly captionText: Localized | null;
  readonly altText?: Localized | null;
  readonly credit?: string | null;
  readonly image?: { readonly url: string; readonly width: number | null; readonly height: number | null } | null;
  readonly depicts?: readonly ActorLike[];
}

const isOurs = (url: string) => new URL(url, location.href).origin === location.origin;

export function Photos({ photos, brief = false }: { photos: readonly PhotoLike[]; brief?: boolean }) {
  const shown = brief ? photos.slice(0, 2) : photos;
  if (shown.length === 0) return null;
  return (
    <div class={brief ? "photos brief" : "photos"}>
      {shown.map((photo, at) => (
        <figure key={at}>
          {photo.image && isOurs(photo.image.url) ? (
            <img
              src={photo.image.url}
              alt={photo.altText?.value ?? ""}
              loading="lazy"
              {...(photo.image.width ? { width: photo.image.width } : {})}
              {...(photo.image.height ? { height: photo.image.height } : {})}
            />
          ) : null}
          <figcaption>
            <Text text={photo.captionText} />
            {photo.credit ? <small> {photo.credit}</small> : null}
            {photo.depicts && photo.depicts.length > 0 ? (
              <small class="quiet">
                {" "}
                <Listed parts={photo.depicts.map((actor) => <ActorLink actor={actor} />)} />
              </small>
            ) : null}
            {photo.image && !isOurs(photo.image.url) ? (
              <>
                {" "}
                <a href={photo.image.url} rel="noreferrer" target="_blank">
                  {messages.value.source.elsewhere}
                </a>
              </>
            ) : null}
          </figcaption>
        </figure>
      ))}
      {brief && photos.length > shown.length ? <p class="quiet">{messages.value.home.photos(photos.length)}</p> : null}
    </div>
  );
}
