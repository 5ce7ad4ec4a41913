/** <x-zone> around the choice of a zone offers the device's own, when it is another one than is shown. */
class Zone extends HTMLElement {
  connectedCallback(): void {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const select = this.querySelector('select');
    const button = this.querySelector<HTMLButtonElement>('[data-device]');
    if (!own || !select || !button || own === this.dataset['zone']) return;
    const known = [...select.options].find((option) => option.value === own);
    const city = known?.text ?? (own.split('/').pop() ?? own).replaceAll('_', ' ');
    button.textContent = (this.dataset['words'] ?? '{zone}').replace('{zone}', city);
    button.hidden = false;
    button.addEventListener('click', () => {
      if (!known) select.add(new Option(city, own));
      select.value = own;
      select.form?.requestSubmit();
    });
  }
}

customElements.define('x-zone', Zone);

export {};
